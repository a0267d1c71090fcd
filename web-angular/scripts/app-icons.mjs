// Draws public/icons/*.png from public/icon.svg. Run by hand when the icon changes: node scripts/app-icons.mjs <chromium>
// `icon-` has the rounded ground of the mark; `full-` is ground to the edges with the mark inside the circle that every launcher leaves.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [chromium = 'chromium'] = process.argv.slice(2);
const place = join(import.meta.dirname, '../public');
const mark = readFileSync(join(place, 'icon.svg'), 'utf8');
/** Launchers may cut away all but the middle four fifths. */
const SAFE = 0.8;
const inset = (48 * (1 - SAFE)) / 2;
const full = mark
  .replace(' rx="12"', '')
  .replace(/(<rect[^>]*>)(.*)<\/svg>/s, `$1<g transform="translate(${inset} ${inset}) scale(${SAFE})">$2</g></svg>`);

const folder = mkdtempSync(join(tmpdir(), 'icons-'));
mkdirSync(join(place, 'icons'), { recursive: true });
for (const [name, svg, size] of [
  ['icon-192', mark, 192],
  ['icon-512', mark, 512],
  ['full-192', full, 192],
  ['full-512', full, 512],
  // Apple rounds the corners itself.
  ['icon-180', full, 180],
]) {
  const page = join(folder, `${name}.html`);
  writeFileSync(page, `<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  execFileSync(chromium, [
    '--headless',
    '--no-sandbox',
    '--hide-scrollbars',
    '--default-background-color=00000000',
    `--window-size=${size},${size}`,
    `--screenshot=${join(place, 'icons', `${name}.png`)}`,
    `file://${page}`,
  ]);
}
rmSync(folder, { recursive: true });
