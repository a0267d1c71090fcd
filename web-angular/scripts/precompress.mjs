// After a production build: lays brotli and gzip beside every asset worth it, and fails when what home loads at first is too much.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Compressed (brotli) bytes of script: the law of `performance.md` P12, and what we aim for. */
const LIMIT = 120_000;
const GOAL = 90_000;
const root = join(import.meta.dirname, '..', 'dist');
const browser = join(root, 'browser');
const worthIt = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.webmanifest']);

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

const sizes = new Map();
for (const path of files(browser)) {
  if (!worthIt.has(extname(path)) || statSync(path).size < 256) continue;
  const bytes = readFileSync(path);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  sizes.set(path.slice(browser.length + 1), brotli.length);
}

const { outputs } = JSON.parse(readFileSync(join(root, 'browser-stats.json'), 'utf8'));
/** A chunk and whatever it imports at once. */
function closure(name, seen = new Set()) {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') closure(path, seen);
  return seen;
}
const named = (end) => Object.keys(outputs).filter((name) => outputs[name].entryPoint?.endsWith(end));
const entries = [
  ...named('src/main.ts'),
  ...Object.keys(outputs).filter((name) => /^polyfills/.test(name) && name.endsWith('.js')),
  ...named('shell/shell.ts'),
  ...named('features/home/home.ts'),
];
const loaded = new Set(entries.flatMap((name) => [...closure(name)]));
const total = [...loaded].reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
const meeting = new Set(named('features/meeting/livekit/livekit-room.ts').flatMap((name) => [...closure(name)]));
const leaked = [...meeting].filter((name) => loaded.has(name) && (sizes.get(name) ?? 0) > 60_000);

process.stdout.write(
  `home loads ${loaded.size} scripts, ${(total / 1000).toFixed(1)} kB compressed (goal ${GOAL / 1000}, limit ${LIMIT / 1000})\n`,
);
if (total === 0 || total > LIMIT || leaked.length) {
  process.stderr.write(`home's script is out of budget: ${total} bytes, heavy: ${leaked.join(', ') || 'none'}\n`);
  process.exitCode = 1;
}
