import { readdirSync, readFileSync } from 'node:fs';

/** Memory in MB (10⁶ bytes). */
export interface Memory {
  /** Everything mapped and present, shared pages counted in full for each process. */
  rss: number;
  /** Shared pages divided among those who share them: these can be added up. */
  pss: number;
  /** Pages nobody else has. */
  own: number;
}

const NONE: Memory = { rss: 0, pss: 0, own: 0 };

/** Memory of processes, those that ended counting nothing. */
export function memoryOf(pids: readonly number[]): Memory {
  return pids.map(memoryOfOne).reduce(add, NONE);
}

export const add = (a: Memory, b: Memory): Memory => ({ rss: a.rss + b.rss, pss: a.pss + b.pss, own: a.own + b.own });

function memoryOfOne(pid: number): Memory {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  } catch {
    return NONE;
  }
  const field = (name: string) => (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024) / 1e6;
  return { rss: field('Rss'), pss: field('Pss'), own: field('Private_Clean') + field('Private_Dirty') };
}

/** A process and all its descendants but those below the ones to leave out. */
export function treeOf(root: number, leaveOut: ReadonlySet<number> = new Set()): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(Number(entry));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const below = (pid: number): number[] =>
    leaveOut.has(pid) ? [] : [pid, ...(children.get(pid) ?? []).flatMap(below)];
  return below(root);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Memory of each part of a running stack, the starter's own processes last. */
export function memoryByPart(pids: Record<string, number>, starter: number): Record<string, Memory> {
  const parts = Object.entries(pids).map(([name, pid]) => [name, memoryOf(treeOf(pid))] as const);
  return { ...Object.fromEntries(parts), starter: memoryOf(treeOf(starter, new Set(Object.values(pids)))) };
}
