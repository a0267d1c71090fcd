/** What a look at the statistics found: frames since the look before, and whether sending is held back by computing. */
export interface Look {
  /** Frames that were decoded, and those that came and were dropped for want of time. */
  readonly decoded: number;
  readonly dropped: number;
  /** The encoder says that computing limits it. */
  readonly isSendingLimited: boolean;
}

/** Between two looks, in milliseconds. */
export const LOOK_MS = 5000;
/** From this share of dropped frames on, receiving is too much for the computer. */
const DROPPED = 0.15;
/** With fewer frames a look says nothing. */
const LEAST_FRAMES = 50;
/** One strained look may be anything; so many in a row are the computer. */
const STREAK = 3;

/** Whether this look shows a computer that cannot keep up. */
export function isStrained({ decoded, dropped, isSendingLimited }: Look): boolean {
  const frames = decoded + dropped;
  return isSendingLimited || (frames >= LEAST_FRAMES && dropped / frames >= DROPPED);
}

/** Whether the last looks, the newest last, all show it: 15 s. */
export function isOverworked(looks: readonly Look[]): boolean {
  return looks.length >= STREAK && looks.slice(-STREAK).every(isStrained);
}
