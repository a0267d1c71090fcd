import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that came from it, as they are now: Postgres works in one process for each connection. */
export function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 4).split(' ')[0]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It has ended meanwhile.
    }
  }
  const tree: number[] = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}
