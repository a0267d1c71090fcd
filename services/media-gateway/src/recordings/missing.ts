import type { RecordingPart } from './recording.ts';

/** What a recording holds between its start and its end. */
export interface Span {
  from: Date;
  to: Date;
}

type Timed = Pick<RecordingPart, 'state' | 'startedAt' | 'durationSeconds'>;

/** When each part that is in the file began and ended, in the order of time. */
export function spansOf(parts: readonly Timed[]): Span[] {
  return parts
    .flatMap(({ startedAt, durationSeconds }) =>
      startedAt && durationSeconds
        ? [{ from: startedAt, to: new Date(startedAt.getTime() + durationSeconds * 1_000) }]
        : [],
    )
    .sort((a, b) => a.from.getTime() - b.from.getTime());
}

/**
 * When a recording began and ended, and how many seconds of that no part holds. It ends with its last part if that was
 * stopped in order, else when it was told to end or given up.
 * @returns undefined when no part holds anything
 */
export function accountOf(
  parts: readonly Timed[],
  stopAskedAt: Date,
): { startedAt: Date; endedAt: Date; missingSeconds: number } | undefined {
  const spans = spansOf(parts);
  const [first] = spans;
  if (!first) return undefined;
  const last = Math.max(...spans.map(({ to }) => to.getTime()));
  const isOrderly = parts.at(-1)?.state === 'STOPPED' && !!parts.at(-1)?.durationSeconds;
  const end = isOrderly ? last : Math.max(last, stopAskedAt.getTime());
  let [covered, missing] = [first.from.getTime(), 0];
  for (const { from, to } of spans) {
    missing += Math.max(0, from.getTime() - covered);
    covered = Math.max(covered, to.getTime());
  }
  missing += end - covered;
  return { startedAt: first.from, endedAt: new Date(end), missingSeconds: Math.round(missing) / 1_000 };
}
