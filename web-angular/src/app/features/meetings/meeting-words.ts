import type { MeetingState } from '../../graph/generated/graphql';

/** Where a meeting stands, for people. */
export function stateWords(state: MeetingState): string {
  switch (state) {
    case 'SCHEDULED':
      return $localize`:@@meetingScheduled:Scheduled`;
    case 'OPEN':
      return $localize`:@@meetingOpen:Open`;
    case 'LIVE':
      return $localize`:@@meetingLive:Live now`;
    case 'ENDED':
      return $localize`:@@meetingEnded:Ended`;
  }
}

/** Whether there is something to join. */
export const canBeJoined = (state: MeetingState): boolean => state === 'OPEN' || state === 'LIVE';

/** A span of time: its two largest units, seconds below a minute. */
export function durationWords(seconds: number, locale: string): string {
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) return unit(seconds, 'second');
  if (minutes < 60) return unit(minutes, 'minute');
  const hours = unit(Math.floor(minutes / 60), 'hour');
  return minutes % 60 === 0 ? hours : `${hours} ${unit(minutes % 60, 'minute')}`;
}

/** The time of day, with the day before it when that is another than the one of `since`. Both RFC 3339. */
export function timeWords(at: string, since: string, locale: string): string {
  const [then, day] = [new Date(at), new Date(since)];
  const isSameDay = then.toDateString() === day.toDateString();
  return new Intl.DateTimeFormat(locale, {
    ...(isSameDay ? {} : { day: 'numeric', month: 'short' }),
    hour: 'numeric',
    minute: '2-digit',
  }).format(then);
}
