import type { Outage } from './checker/outages.ts';
import { Findings } from './checker/findings.ts';
import type { Verdict } from './checker/judge.ts';

/** A verdict in words: what was felt of each sort of fault, what was counted, what was found. */
export function reportOf({ facts, findings, outages, counts }: Verdict): string {
  const rows = [...groups(outages)].map(([what, some]) => {
    const gaps = some.map(({ gap }) => gap);
    const within = some.reduce((sum, one) => sum + one.within, 0);
    return `  ${what.padEnd(18)} ${String(some.length).padStart(4)}×   longest gap ${seconds(Math.max(...gaps))}, middle ${seconds(middle(gaps))}   acknowledged within ${within}`;
  });
  const totals = [
    `${counts.ok} acknowledged, ${counts.unknown} never known, ${counts.fail} refused; ${counts.stored} stored`,
    `${counts.followers} followers heard ${counts.heard} over ${counts.connections} connections`,
    `${outages.length} faults, seed ${facts.seed}, machine ${facts.slowness.toFixed(1)}× as slow as a quiet one`,
  ];
  const found = [...findings.counts].map(([rule, count]) => `${count} × ${rule}`).join(', ');
  const verdict = findings.isClean
    ? 'RIGHT: nothing lost, nothing doubled, nothing out of order, no gap'
    : `WRONG: ${found} (the first ${Findings.KEPT} of each)\n${findings.words.map((words) => `  ${words}`).join('\n')}`;
  return ['', ...rows, '', ...totals, '', verdict, ''].join('\n');
}

function groups(outages: readonly Outage[]): Map<string, Outage[]> {
  const grouped = Map.groupBy(outages, ({ kind, part }) => `${kind} ${part}`);
  return new Map([...grouped].sort(([one], [other]) => one.localeCompare(other)));
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`.padStart(8);
