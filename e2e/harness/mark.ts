import { readFileSync } from 'node:fs';

/** The variable, as NAME=value, that marks every process of the run that this process belongs to; empty when none. */
export function markOf(pid: number): string {
  const assignments = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
  return assignments.find((assignment) => assignment.startsWith('PARLEY_RUN=')) ?? '';
}

/** The mark that a starter gives to its children; it does not carry it itself. */
export function markOfChildren(starter: number): string {
  const children = readFileSync(`/proc/${starter}/task/${starter}/children`, 'latin1').trim().split(' ');
  const own = markOf(starter);
  const marks = children.filter(Boolean).map((pid) => markOf(Number(pid)));
  return marks.find((mark) => mark && mark !== own) ?? '';
}
