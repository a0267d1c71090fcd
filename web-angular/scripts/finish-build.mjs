// After a production build: lets the page ask for home's scripts at once, lays brotli and gzip beside every asset worth it, and
// fails when what home loads at first is too much.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Compressed (brotli) bytes of script: the law of `bench/README.md` P12, and what we aim for. */
const LIMIT = 120_000;
const GOAL = 90_000;
const root = join(import.meta.dirname, '..', 'dist');
const browser = join(root, 'browser');
const worthIt = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.webmanifest']);
const { outputs } = JSON.parse(readFileSync(join(root, 'browser-stats.json'), 'utf8'));

const home = loadedAtOnce(['src/main.ts', 'shell/shell.ts', 'features/home/home.ts']);
preload(home);
const sizes = new Map([...files(browser)].map((path) => [path.slice(browser.length + 1), compress(path)]));
judge(home);

/** What these entries load before anything is seen: their own chunks and whatever those import statically. */
function loadedAtOnce(entries) {
  const seen = new Set(Object.keys(outputs).filter((name) => /^polyfills.*\.js$/.test(name)));
  const visit = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === 'import-statement') visit(path);
  };
  for (const end of entries)
    Object.keys(outputs)
      .filter((name) => outputs[name].entryPoint?.endsWith(end))
      .forEach(visit);
  return seen;
}

/** The page names the scripts of its first view, so that they come in one round trip and not one after another. */
function preload(names) {
  const index = join(browser, 'index.html');
  const html = readFileSync(index, 'utf8');
  const links = [...names]
    .filter((name) => name.endsWith('.js') && !html.includes(name))
    .map((name) => `<link rel="modulepreload" href="${name}">`);
  writeFileSync(index, html.replace('</head>', `${links.join('')}</head>`));
}

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* files(path);
    else yield path;
  }
}

/** Gives the compressed size, in bytes. */
function compress(path) {
  if (!worthIt.has(extname(path)) || statSync(path).size < 256) return statSync(path).size;
  const bytes = readFileSync(path);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  return brotli.length;
}

function judge(names) {
  const scripts = [...names].filter((name) => name.endsWith('.js'));
  const total = scripts.reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
  const leaked = scripts.filter((name) =>
    Object.keys(outputs[name]?.inputs ?? {}).some((input) => input.includes('/livekit-client/')),
  );
  process.stdout.write(
    `home loads ${scripts.length} scripts, ${(total / 1000).toFixed(1)} kB compressed (goal ${GOAL / 1000}, limit ${LIMIT / 1000})\n`,
  );
  if (total > 0 && total <= LIMIT && leaked.length === 0) return;
  process.stderr.write(
    `home's script is out of budget: ${total} bytes; with the media server's client in it: ${leaked.join(', ') || 'none'}\n`,
  );
  process.exitCode = 1;
}
