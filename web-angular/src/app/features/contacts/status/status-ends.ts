/** When a status can end. `kept`: when it ends anyway. */
export type EndChoice = 'half-hour' | 'hour' | 'today' | 'never' | 'kept';

const MINUTE = 60_000;

/**
 * The end of a status, RFC 3339; null: it stays until it is changed.
 *
 * @param now milliseconds since the epoch; today ends by the reader's own clock
 * @param kept when the present one ends
 */
export function endOf(choice: EndChoice, now: number, kept: string | null): string | null {
  switch (choice) {
    case 'half-hour':
      return new Date(now + 30 * MINUTE).toISOString();
    case 'hour':
      return new Date(now + 60 * MINUTE).toISOString();
    case 'today': {
      const day = new Date(now);
      return new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1).toISOString();
    }
    case 'kept':
      return kept;
    case 'never':
      return null;
  }
}

/** When something ends, in words: the time, and the day where it is not today. */
export function endWords(expiresAt: string, now: number, locale: string): string {
  const end = new Date(expiresAt);
  const isToday = end.toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(
    locale,
    isToday ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' },
  ).format(end);
}
