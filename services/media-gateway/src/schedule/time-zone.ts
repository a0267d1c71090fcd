import { Refused } from '@parley/errors';
import { tzlib_get_ical_block } from 'timezones-ical-library';

const SHAPE = /^[A-Za-z][\w+-]*(\/[\w+-]+)*$/;
const LONGEST = 64;
const UTC = 'UTC';

/** The IANA time zone by its present name. @throws Refused BAD_USER_INPUT: unknown, or an offset */
export function timeZoneOf(given: string): string {
  const unknown = Refused.badInput(
    'There is no such time zone. Give its IANA name, for example Europe/Berlin.',
    'timeZone',
  );
  if (given.length > LONGEST || !SHAPE.test(given) || !isKnown(given)) throw unknown;
  const zone = new Intl.DateTimeFormat('en', { timeZone: given }).resolvedOptions().timeZone;
  if (zone === UTC) return UTC;
  // Node goes by old names (Europe/Kiev), the calendars' blocks by present ones (Europe/Kyiv).
  const present = blockOf(zone)?.match(/^TZID:(\S+)$/m)?.[1];
  if (!present || !isKnown(present)) throw unknown;
  return present;
}

/** iCalendar's VTIMEZONE of a zone; undefined for UTC, which needs none. */
export function blockOf(zone: string): string | undefined {
  if (zone === UTC) return undefined;
  const [block] = [tzlib_get_ical_block(zone)].flat();
  return block ? String(block) : undefined;
}

function isKnown(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
  } catch {
    return false;
  }
}
