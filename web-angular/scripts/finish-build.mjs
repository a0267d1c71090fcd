// After a production build: puts what the background blur needs beside it, lets the page ask for home's scripts at once, bundles the service worker, lays brotli and gzip
// beside every asset worth it, and
// fails when what home loads at first is too much.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'rolldown';

/** Compressed (brotli) bytes of script: the law of `bench/README.md` P12, and what we aim for. */
const LIMIT = 120_000;
const GOAL = 90_000;
const root = join(import.meta.dirname, '..', 'dist');
const browser = join(root, 'browser');
const worthIt = new Set(['.js', '.css', '.html', '.svg', '.json', '.txt', '.webmanifest', '.wasm', '.tflite']);
const { outputs } = JSON.parse(readFileSync(join(root, 'browser-stats.json'), 'utf8'));

/** Of its package: the script, WebAssembly for every browser of today, the model for wide pictures. Fetched when blur is switched on. */
const BLUR = [
  'selfie_segmentation.js',
  'selfie_segmentation.binarypb',
  'selfie_segmentation_landscape.tflite',
  'selfie_segmentation_solution_simd_wasm_bin.js',
  'selfie_segmentation_solution_simd_wasm_bin.wasm',
];

layBlur();
const home = loadedAtOnce(['src/main.ts', 'shell/shell.ts', 'features/home/home.ts']);
preload(home);
await bundleWorker();
const sizes = new Map([...files(browser)].map((path) => [path.slice(browser.length + 1), compress(path)]));
judge(home);

/** They are assets of our own: nobody's browser asks another server for them. */
function layBlur() {
  const from = dirname(createRequire(import.meta.url).resolve('@mediapipe/selfie_segmentation/package.json'));
  mkdirSync(join(browser, 'blur'), { recursive: true });
  for (const file of BLUR) copyFileSync(join(from, file), join(browser, 'blur', file));
}

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

/** At a name without a hash: browsers ask for it anew, and the gateway serves it so. */
async function bundleWorker() {
  await build({
    input: join(root, '..', 'src/worker/service-worker.ts'),
    output: { file: join(browser, 'sw.js'), format: 'iife', minify: true },
    logLevel: 'warn',
  });
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
  // The last per cent of six megabytes of WebAssembly is not worth half a minute of every build.
  const quality = bytes.length > 1_000_000 ? 6 : 11;
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
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
