// Bundles one Nest service, run in its directory by its "build" script: every src/{main,migrate,reset-password}.ts that
// exists becomes dist/<name>.mjs. Our own libraries go in, packages stay outside.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';

const ENTRIES = ['main', 'migrate', 'reset-password'];

/**
 * Bundles the service in a directory.
 *
 * @param {string} service its directory
 * @param {{ goesIn?: (id: string, importer: string | undefined) => boolean, alias?: Record<string, string> }} [unusual]
 *   packages that go into the bundle all the same, and what takes the place of some
 * @returns {Promise<string[]>} the names of the entries that were built
 */
export async function buildService(service, { goesIn = () => false, alias = {} } = {}) {
  const entries = ENTRIES.filter((entry) => existsSync(join(service, 'src', `${entry}.ts`)));
  rmSync(join(service, 'dist'), { recursive: true, force: true });
  if (entries.length === 0) return [];
  await build({
    cwd: service,
    input: Object.fromEntries(entries.map((entry) => [entry, join(service, 'src', `${entry}.ts`)])),
    platform: 'node',
    tsconfig: resolve(service, '../../tsconfig.base.json'),
    resolve: { alias },
    external: (id, importer) => isPackage(id) && !goesIn(id, importer) && !(id in alias),
    output: {
      dir: join(service, 'dist'),
      format: 'esm',
      entryFileNames: '[name].bundle.mjs',
      chunkFileNames: 'chunk-[hash].mjs',
      sourcemap: true,
      keepNames: true,
    },
    logLevel: 'warn',
  });
  for (const entry of entries) writeFileSync(join(service, 'dist', `${entry}.mjs`), opening(entry));
  return entries;
}

/** Imports are loaded before a module's first line runs, so the cache is switched on in a module of its own. */
function opening(entry) {
  return `import { enableCompileCache } from 'node:module';\nenableCompileCache();\nawait import('./${entry}.bundle.mjs');\n`;
}

function isPackage(id) {
  if (id.startsWith('.') || id.startsWith('/') || id.startsWith('\0')) return false;
  return !id.startsWith('@parley/') && !id.startsWith('@oxc-project/runtime');
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const built = await buildService(process.cwd());
  process.stdout.write(`${built.length > 0 ? `built ${built.join(', ')}` : 'nothing to build yet'}\n`);
}
