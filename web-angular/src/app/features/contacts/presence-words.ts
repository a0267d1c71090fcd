import type { Availability } from '../../graph/generated/graphql';
import { relative } from '../../ui/relative-time';

/** What is known of how present somebody is. */
export interface PresenceFacts {
  readonly availability: Availability;
  readonly lastSeenAt?: string | null;
  readonly text?: string | null;
}

/** The name of the dot beside a picture, as avatar.css knows it. Nothing where nothing may be known. */
export function presenceDot(presence: PresenceFacts | null | undefined): string | undefined {
  return presence?.availability.toLowerCase().replaceAll('_', '-');
}

/** The dot in words, with what they say of themselves: its direction is its own. */
export function presenceLine(presence: PresenceFacts | null | undefined, now: number, locale: string): string {
  const words = presenceWords(presence, now, locale);
  return presence?.text ? `${words} · \u2068${presence.text}\u2069` : words;
}

/** The dot in words; its look alone tells nobody anything. */
export function presenceWords(presence: PresenceFacts | null | undefined, now: number, locale: string): string {
  switch (presence?.availability) {
    case 'ONLINE':
      return $localize`:@@online:Online`;
    case 'AWAY':
      return $localize`:@@away:Away`;
    case 'BUSY':
      return $localize`:@@busy:Busy`;
    case 'DO_NOT_DISTURB':
      return $localize`:@@doNotDisturb:Do not disturb`;
    case 'IN_A_CALL':
      return $localize`:@@inACall:In a call`;
    case 'OFFLINE':
      return presence.lastSeenAt
        ? $localize`:@@lastSeen:Last seen ${relative(Date.parse(presence.lastSeenAt), now, locale).toLocaleLowerCase()}:ago:`
        : $localize`:@@offline:Offline`;
    default:
      return '';
  }
}
