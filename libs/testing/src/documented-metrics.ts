import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const DOCUMENT = resolve(import.meta.dirname, '../../../docs/operate/metrics.md');

/** The metrics that `docs/operate/metrics.md` tells operators of, in these of its sections. */
export function documentedMetrics(...sections: string[]): { name: string; type: string }[] {
  const text = readFileSync(DOCUMENT, 'utf8');
  return sections.flatMap((section) => {
    const [, body] = text.split(new RegExp(`^## ${section}$`, 'm'));
    if (body === undefined) throw new Error(`docs/operate/metrics.md has no section ${section}.`);
    const [rows = ''] = body.split(/^## /m);
    return [...rows.matchAll(/^\| `(\w+)` +\| (\w+) +\|/gm)].map(([, name = '', type = '']) => ({ name, type }));
  });
}
