import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'rolldown';

const PLACE = join(import.meta.dirname, 'bare-livekit');
const OUT = join(import.meta.dirname, '../out/bare-livekit');

/** Bundles the page that is livekit-client and nothing more, compressed as the web client is. Returns where it lies. */
export async function buildBareLivekit(): Promise<string> {
  mkdirSync(OUT, { recursive: true });
  const file = join(OUT, 'main.js');
  await build({ input: join(PLACE, 'main.js'), platform: 'browser', output: { file, format: 'esm', minify: true } });
  copyFileSync(join(PLACE, 'index.html'), join(OUT, 'index.html'));
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes));
  return OUT;
}
