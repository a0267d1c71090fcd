import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StepFailure } from '../bootstrap/failure.mjs';

/**
 * The bill of materials of an image, made by npm's own `npm sbom`: every package that it was built of, those inside the
 * bundles included. npm is shown a project that has nothing else: told to leave out `dev` in this workspace, it leaves
 * out whatever *any* project of it has for development, @nestjs/core among them.
 *
 * @param {{ name: string, version: string, license: string, overrides: object }} image what it is, and the versions that our
 *   root package.json forces on packages
 * @param {import('./installed.mjs').Installed} installed
 * @param {{ roots: string[], packages: Iterable<string> }} contents paths: the projects it is made from, and all they need
 * @returns {string} CycloneDX 1.5, JSON
 * @throws {StepFailure} when npm cannot make it
 */
export function billOfMaterials(image, installed, { roots, packages }) {
  const paths = new Set(packages);
  const links = Object.entries(installed).filter(([, { link, resolved }]) => link && paths.has(resolved ?? ''));
  const kept = [...links, ...[...paths].map((path) => [path, withoutDevelopment(installed[path])])];
  const names = links
    .filter(([, { resolved }]) => roots.includes(resolved ?? ''))
    .map(([path]) => path.slice('node_modules/'.length));
  const project = { ...image, dependencies: Object.fromEntries(names.map((name) => [name, '*'])) };
  const lock = { ...image, lockfileVersion: 3, packages: { '': project, ...Object.fromEntries(kept) } };

  const parent = mkdtempSync(join(tmpdir(), 'parley-sbom-'));
  // npm names what it describes after its folder.
  const directory = join(parent, image.name.replace(/^.*\//, ''));
  try {
    mkdirSync(directory);
    writeFileSync(join(directory, 'package.json'), JSON.stringify(project));
    writeFileSync(join(directory, 'package-lock.json'), JSON.stringify(lock));
    const args = ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
    return execFileSync('npm', args, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28, stdio: 'pipe' });
  } catch (error) {
    throw new StepFailure('sbom', `npm sbom failed: ${error.stderr || error.message}`, { mend: 'use npm 10 or later' });
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function withoutDevelopment({ devDependencies: _left, ...entry }) {
  return entry;
}
