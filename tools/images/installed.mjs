// Which packages lead to which, as package-lock.json says and as far as they are installed here: what npm left out for
// being of another platform is not there.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StepFailure } from '../bootstrap/failure.mjs';

/** @typedef {Record<string, string>} Ranges versions wanted, by name of the package */
/**
 * @typedef {object} LockEntry a package as package-lock.json has it
 * @property {boolean} [link] whether it only points to a folder of the workspace
 * @property {string} [resolved] where a link points
 * @property {Ranges} [dependencies]
 * @property {Ranges} [optionalDependencies]
 * @property {Ranges} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */
/** @typedef {Record<string, LockEntry>} Installed packages by the path at which they lie in the workspace */

/**
 * Every package of the lock that is installed.
 *
 * @param {string} workspace
 * @returns {Installed}
 */
export function installedPackages(workspace) {
  const { packages } = JSON.parse(readFileSync(join(workspace, 'package-lock.json'), 'utf8'));
  return Object.fromEntries(
    Object.entries(packages).filter(([path]) => path !== '' && existsSync(join(workspace, path))),
  );
}

/**
 * Where a package lies that somebody asks for by name: beside them or further up, as Node looks for it.
 *
 * @param {Installed} installed
 * @param {string} from path of who asks
 * @param {string} name
 * @returns {string | undefined} its path, a link's target for a link
 */
export function resolvePackage(installed, from, name) {
  for (let at = from; ; at = dirname(at)) {
    const path = join(at, 'node_modules', name);
    const entry = installed[path];
    if (entry) return entry.link ? entry.resolved : path;
    if (at === '.') return undefined;
  }
}

/**
 * Everything that these packages need in production, themselves included. Of the peers that one may do without, those that
 * are wanted.
 *
 * @param {Installed} installed
 * @param {Iterable<string>} paths
 * @param {(path: string) => boolean} [isWanted] asked about such peers by their path
 * @returns {Set<string>} paths
 * @throws {StepFailure} when something is not installed
 */
export function closeOver(installed, paths, isWanted = () => false) {
  const found = new Set(paths);
  for (const from of found) {
    const { dependencies, optionalDependencies = {}, peerDependencies, peerDependenciesMeta } = installed[from] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const path = resolvePackage(installed, from, name);
      const isPeerOnly = name in (peerDependencies ?? {}) && !(name in { ...dependencies, ...optionalDependencies });
      const mayLack = isPeerOnly ? peerDependenciesMeta?.[name]?.optional === true : name in optionalDependencies;
      if (!path && !mayLack) throw lacking(name, from);
      if (path && (!(isPeerOnly && mayLack) || isWanted(path))) found.add(path);
    }
  }
  return found;
}

function lacking(name, from) {
  return new StepFailure('packages', `${name}, which ${from} needs, is not installed`, { mend: 'run: npm ci' });
}
