import { randomBytes } from 'node:crypto';

/** Seconds a test room lives. */
export const TEST_ROOM_SECONDS = 60;

/** A room's name as all of ours; its first letters say that it is none of a meeting, the next six when it ends. */
const PATTERN = /^rm_test-([0-9a-z]{6})-[\w-]{10}$/;
const RADIX = 36;

/** The name of a new test room: nobody can guess it, and whoever reads it knows when its time is over. */
export function newTestRoom(now: number): { name: string; expiresAt: Date } {
  const seconds = Math.ceil(now / 1_000) + TEST_ROOM_SECONDS;
  const until = seconds.toString(RADIX).padStart(6, '0');
  // 60 random bits in ten letters.
  const secret = randomBytes(8).toString('base64url').slice(0, 10);
  return { name: `rm_test-${until}-${secret}`, expiresAt: new Date(seconds * 1_000) };
}

/** When a test room's time is over, in milliseconds since 1970; undefined for every other room. */
export function testRoomEnd(name: string): number | undefined {
  const until = PATTERN.exec(name)?.[1];
  return until === undefined ? undefined : Number.parseInt(until, RADIX) * 1_000;
}
