import type { Interval } from '@parley/contracts';

/** Whether a caller with these intervals may read this seq. */
export function mayRead(intervals: readonly Interval[], seq: number): boolean {
  return intervals.some(([first, last]) => first <= seq && (last === null || seq <= last));
}

/** The readable parts of the log behind `after` and up to `head`, in order; both ends of each part included. */
export function readableParts(
  intervals: readonly Interval[],
  after: number,
  head: number,
): [first: number, last: number][] {
  return intervals
    .map(([first, last]): [number, number] => [Math.max(first, after + 1), Math.min(last ?? head, head)])
    .filter(([first, last]) => first <= last)
    .sort(([a], [b]) => a - b);
}

/** The first seq from which everything to come may be read, or `undefined` when access has ended. */
export function openFrom(intervals: readonly Interval[]): number | undefined {
  return intervals.find(([, last]) => last === null)?.[0];
}

/** Behind which seq everything may be read, once all up to `seq` was; `undefined` while closed parts are left, or access has ended. */
export function openBehind(intervals: readonly Interval[], seq: number): number | undefined {
  const from = openFrom(intervals);
  if (from === undefined || intervals.some(([, last]) => last !== null && last > seq)) return undefined;
  return Math.max(seq, from - 1);
}

/** Whether the caller was let in again after this seq: then the backlog goes on behind the gap. */
export function isLetInAfter(intervals: readonly Interval[], seq: number): boolean {
  return intervals.some(([first]) => first > seq);
}
