/**
 * When something is, from one RFC 3339 moment to another: `Monday, January 5, 9:00 – 9:30 AM`, on the reader's own clock; the end's day
 * only where it is another.
 *
 * @param timeZone IANA; left out: the browser's
 */
export function whenWords(
  startsAt: string,
  endsAt: string | null | undefined,
  locale: string,
  timeZone?: string,
): string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    ...(timeZone ? { timeZone, timeZoneName: 'short' } : {}),
  });
  const start = new Date(startsAt);
  return endsAt ? format.formatRange(start, new Date(endsAt)) : format.format(start);
}

/** The same, of the next time something comes: as long as the first, beginning when the next does. */
export function nextSpan(plan: {
  readonly startsAt?: string | null;
  readonly endsAt?: string | null;
  readonly nextStartsAt?: string | null;
}): { readonly startsAt: string; readonly endsAt: string | undefined } | undefined {
  const startsAt = plan.nextStartsAt ?? plan.startsAt;
  if (!startsAt) return undefined;
  if (!plan.startsAt || !plan.endsAt) return { startsAt, endsAt: undefined };
  const length = Date.parse(plan.endsAt) - Date.parse(plan.startsAt);
  return { startsAt, endsAt: new Date(Date.parse(startsAt) + length).toISOString() };
}
