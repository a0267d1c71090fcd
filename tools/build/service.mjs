// Bundles one Nest service, run in its directory by its "build" script: every src/{main,migrate,reset-password,gate}.ts that
// exists becomes dist/<name>.mjs. Our own libraries go in, and so do packages: looking for and compiling some two
// thousand files is half of a service's start, and costs it fifty megabytes.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';

const ENTRIES = ['main', 'migrate', 'reset-password'];
/** Entries that share no chunk with the others: each holds what it needs and nothing of Nest's. */
const ALONE = ['gate'];
/**
 * What stays outside: native code, what finds its own drivers while it runs, and graphql, which would come in twice
 * (packages ask for both its CommonJS and its ESM side).
 */
const OUTSIDE = ['@node-rs/argon2', 'graphql', 'pg', 'playwright-core', 'reflect-metadata', 'sharp', 'typeorm'];

/**
 * Bundles the service in a directory.
 *
 * @param {string} service its directory
 * @param {{ goesIn?: (id: string, importer: string | undefined) => boolean, alias?: Record<string, string> }} [unusual]
 *   which packages go into the bundle, and what takes the place of some
 * @returns {Promise<string[]>} the names of the entries that were built
 */
export async function buildService(service, { goesIn = isUsual, alias = {} } = {}) {
  const exists = (entry) => existsSync(join(service, 'src', `${entry}.ts`));
  const bundles = [ENTRIES, ...ALONE.map((entry) => [entry])].map((entries) => entries.filter(exists));
  rmSync(join(service, 'dist'), { recursive: true, force: true });
  for (const entries of bundles.filter(({ length }) => length > 0)) {
    await bundle(service, entries, join(service, 'dist'), { goesIn, alias });
  }
  return bundles.flat();
}

/**
 * Bundles entries of a service into a directory.
 *
 * @param {string} service its directory
 * @param {string[]} entries names of files in its src
 * @param {string} directory where they go
 * @param {{ goesIn?: (id: string, importer: string | undefined) => boolean, alias?: Record<string, string> }} [unusual]
 */
export async function bundle(service, entries, directory, { goesIn = isUsual, alias = {} } = {}) {
  await build({
    cwd: service,
    input: Object.fromEntries(entries.map((entry) => [entry, join(service, 'src', `${entry}.ts`)])),
    platform: 'node',
    tsconfig: resolve(service, '../../tsconfig.base.json'),
    resolve: { alias },
    external: (id, importer) => isPackage(id) && (isBuiltin(id) || !goesIn(id, importer)) && !(id in alias),
    plugins: [withoutColours, absentPeersStayOutside],
    output: {
      dir: directory,
      format: 'esm',
      entryFileNames: '[name].bundle.mjs',
      chunkFileNames: 'chunk-[hash].mjs',
      sourcemap: true,
      sourcemapExcludeSources: true,
      keepNames: true,
    },
    logLevel: 'warn',
  });
  for (const entry of entries) writeFileSync(join(directory, `${entry}.mjs`), opening(entry));
}

/** Imports are loaded before a module's first line runs, so the cache is switched on in a module of its own. */
function opening(entry) {
  return `import { enableCompileCache } from 'node:module';\nenableCompileCache();\nawait import('./${entry}.bundle.mjs');\n`;
}

/** `debug` takes colours from a package that happens to be there in development: services write no colours, and it is in no bill of materials. */
const withoutColours = {
  name: 'without-colours',
  resolveId: (id) => (id === 'supports-color' ? { id: '\0supports-color' } : null),
  load: (id) => (id === '\0supports-color' ? 'export default {};' : null),
};

/** Nest asks for packages that one may have, and does without those that are not there. Our own code may not. */
const absentPeersStayOutside = {
  name: 'absent-peers-stay-outside',
  async resolveId(id, importer, options) {
    if (!isPackage(id) || !importer?.includes('/node_modules/')) return null;
    const found = await this.resolve(id, importer, { ...options, skipSelf: true });
    return found ?? { id, external: true };
  },
};

function isUsual(id) {
  return !OUTSIDE.some((name) => id === name || id.startsWith(`${name}/`));
}

function isPackage(id) {
  if (isBuiltin(id)) return true;
  if (id.startsWith('.') || id.startsWith('/') || id.startsWith('\0')) return false;
  return !id.startsWith('@parley/') && !id.startsWith('@oxc-project/runtime');
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const built = await buildService(process.cwd());
  process.stdout.write(`${built.length > 0 ? `built ${built.join(', ')}` : 'nothing to build yet'}\n`);
}
