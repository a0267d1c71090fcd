// node tools/images/assemble.mjs <service> <directory>: makes the folder that an image has as /app, from what is built
// (docs/operate/images.md). The Containerfiles call it; the suite `images` starts what it made.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure, StepFailure } from '../bootstrap/failure.mjs';
import { WORKSPACE } from '../bootstrap/home.mjs';
import { SERVICES } from '../bootstrap/parts.mjs';
import { copyReadable, copyTree, makeReadable, writeReadable } from './copy-tree.mjs';
import { bundledPackages, importedPackages } from './imports.mjs';
import { closeOver, installedPackages, resolvePackage } from './installed.mjs';
import { billOfMaterials } from './sbom.mjs';

const STEP = 'assemble';
const WEB = 'web-angular';
/** What a service reads while it runs, from beside its dist/. */
const READ = { gateway: ['schema.graphql', 'supergraph.graphql'] };

/**
 * Makes the folder of a service's image.
 *
 * @param {string} service
 * @param {string} directory is made when it is not there, and must be empty
 * @param {string} [workspace] the clone
 * @returns {string[]} the packages in its node_modules, by path
 * @throws {StepFailure} when the service is unknown or not built, the directory not empty, or a package not installed
 */
export function assemble(service, directory, workspace = WORKSPACE) {
  const hasWeb = service === 'gateway';
  const home = `services/${service}`;
  checkBuilt(service, hasWeb, workspace);
  const installed = installedPackages(workspace);
  const roots = hasWeb ? [home, WEB] : [home];
  const bundled = bundledPackages(workspace, `${home}/dist`);
  const production = closeOver(installed, [home, ...bundled]);
  const packages = runtimePackages(service, installed, production, workspace);

  makeEmpty(directory);
  copyTree(join(workspace, home, 'dist'), join(directory, 'dist'));
  for (const path of packages) {
    copyTree(join(workspace, path), join(directory, path.slice(path.indexOf('node_modules/'))));
  }
  for (const file of READ[service] ?? []) copyReadable(join(workspace, home, file), join(directory, file));
  if (hasWeb) copyTree(join(workspace, WEB, 'dist/browser'), join(directory, 'web'));
  copyReadable(join(workspace, 'LICENSE'), join(directory, 'LICENSE'));

  const read = (file) => JSON.parse(readFileSync(join(workspace, file), 'utf8'));
  const { name, version, license } = read(`${home}/package.json`);
  const { overrides } = read('package.json');
  writeReadable(
    join(directory, 'package.json'),
    `${JSON.stringify({ name, version, private: true, license, type: 'module' }, null, 2)}\n`,
  );
  const image = { name: `@parley/${service}-image`, version, license, overrides };
  const contents = { roots, packages: closeOver(installed, [...roots, ...bundled]) };
  writeReadable(join(directory, 'sbom.cdx.json'), billOfMaterials(image, installed, contents));
  return packages;
}

function checkBuilt(service, hasWeb, workspace) {
  if (!SERVICES.includes(service)) {
    throw new StepFailure(STEP, `there is no service ${service}`, { mend: `name one of ${SERVICES.join(', ')}` });
  }
  const wanted = [`services/${service}/dist/main.mjs`, ...(hasWeb ? [`${WEB}/dist/browser/index.html`] : [])];
  const missing = wanted.filter((file) => !existsSync(join(workspace, file)));
  if (missing.length > 0) {
    throw new StepFailure(STEP, `${service} is not built: no ${missing.join(', no ')}`, { mend: 'run: npm run build' });
  }
}

/** What the bundles import by name, and what that needs: packages that lie outside the bundles. */
function runtimePackages(service, installed, production, workspace) {
  const home = `services/${service}`;
  const imported = [...importedPackages(join(workspace, home, 'dist'))].flatMap((name) => {
    const path = resolvePackage(installed, home, name);
    if (path && !production.has(path)) {
      throw new StepFailure(STEP, `${service} imports ${name}, which is there for development only`, {
        mend: `make it one of the "dependencies" in ${home}/package.json, or do without it`,
      });
    }
    // Those that are not installed are what Nest asks for and does without (tools/build/service.mjs).
    return path ? [path] : [];
  });
  return [...closeOver(installed, imported, (path) => production.has(path))].sort();
}

function makeEmpty(directory) {
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new StepFailure(STEP, `${directory} is not empty`, { mend: 'name a directory that is new or empty' });
  }
  makeReadable(directory);
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const [service, directory, ...more] = process.argv.slice(2);
  try {
    if (!service || !directory || more.length > 0) {
      throw new StepFailure(STEP, 'it takes a service and a directory', {
        mend: 'use: node tools/images/assemble.mjs <service> <directory>',
      });
    }
    const packages = assemble(service, directory);
    process.stdout.write(`assembled ${service} in ${directory}, with ${packages.length} packages\n`);
  } catch (error) {
    process.stderr.write(describeFailure(error));
    process.exitCode = 1;
  }
}
