// npm run docs:config: writes docs/operate/configuration.md; with --check says whether it is what the code says.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfiguration } from './configuration.ts';
import { configurationPage } from './page.ts';

const workspace = resolve(import.meta.dirname, '../..');
const PAGE = 'docs/operate/configuration.md';
const args = process.argv.slice(2);
if (args.some((argument) => argument !== '--check')) {
  process.stderr.write('Usage: npm run docs:config [-- --check]\n');
  process.exit(2);
}
const file = join(workspace, PAGE);
const text = await configurationPage(await readConfiguration(workspace));
const present = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
if (present !== text && args.length > 0) {
  process.stderr.write(`${PAGE} is not what the code says. Run npm run docs:config, and commit it.\n`);
  process.exitCode = 1;
} else if (present !== text) {
  writeFileSync(file, text);
  process.stdout.write(`wrote ${PAGE}\n`);
}
