/** What a clock on the wall shows: a day `YYYY-MM-DD` and a time `HH:mm`, as the browser's own fields have them. */
export interface WallClock {
  readonly day: string;
  readonly time: string;
}

/** What the wall clocks of a time zone (IANA name) show at a moment. */
export function wallClockAt(at: Date, timeZone: string): WallClock {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return {
    day: `${parts['year']}-${parts['month']}-${parts['day']}`,
    time: `${parts['hour']}:${parts['minute']}`,
  };
}

/**
 * The moment at which the wall clocks of a time zone show this; undefined when it is no day or no time. Of two such moments the
 * earlier one; where clocks leap over it, as much later as they leap.
 */
export function momentOf({ day, time }: WallClock, timeZone: string): Date | undefined {
  const asUtc = Date.parse(`${day}T${time}:00Z`);
  if (Number.isNaN(asUtc)) return undefined;
  const candidates = [-1, 0, 1].map((days) => asUtc - offsetAt(asUtc + days * DAY_MS, timeZone));
  const exact = candidates.filter((at) => at + offsetAt(at, timeZone) === asUtc);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

const DAY_MS = 86_400_000;

/** By how many milliseconds the zone's clocks are ahead of UTC. */
function offsetAt(at: number, timeZone: string): number {
  const minute = Math.floor(at / 60_000) * 60_000;
  const { day, time } = wallClockAt(new Date(minute), timeZone);
  return Date.parse(`${day}T${time}:00Z`) - minute;
}
