import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const PLACE = join(import.meta.dirname, 'angular-hello');
const MODULES = join(import.meta.dirname, '../../node_modules');
const OUT = join(import.meta.dirname, '../out/angular-hello/browser');
const COMPRESSED = new Set(['.js', '.css', '.html']);

/** Builds the empty Angular application unless it is built, and compresses it as the web client is. Returns where it lies. */
export function buildAngularHello(): string {
  if (existsSync(join(OUT, 'index.html'))) return OUT;
  execFileSync(process.execPath, [join(MODULES, '@angular/cli/bin/ng.js'), 'build'], {
    cwd: PLACE,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 180_000,
    env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
  });
  for (const name of readdirSync(OUT)) {
    const file = join(OUT, name);
    if (!COMPRESSED.has(extname(name)) || statSync(file).size < 256) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
  return OUT;
}
