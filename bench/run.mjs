// npm run bench -- <row> [--rounds=5] [--seconds=3] [--members=1000]: measures one row of the table in bench/README.md
// beside its peers and writes bench/results/<row>.json. Starts on Node 20, runs on the Node 24 that comes with the packages.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node24 } from '@parley/tools/bootstrap/node24.mjs';

const words = process.argv.slice(2);
if (Number.parseInt(process.versions.node, 10) < 24) {
  const { status } = spawnSync(node24(join(import.meta.dirname, '..')), [import.meta.filename, ...words], {
    stdio: 'inherit',
  });
  process.exit(status ?? 1);
}
const [row = '', ...flags] = words;
const file = join(import.meta.dirname, 'rows', `${row}.ts`);
if (!/^p\d+$/.test(row) || !existsSync(file)) {
  process.stderr.write('Say which row: npm run bench -- p1\n');
  process.exit(2);
}
const options = Object.fromEntries(
  flags.map((flag) => flag.replace(/^--/, '').split('=')).map(([name, value]) => [name, Number(value)]),
);
const { measure } = await import(file);
await measure({ rounds: 5, seconds: 3, members: 1_000, ...options });
