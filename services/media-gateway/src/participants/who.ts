import type { UserId } from '@parley/contracts';

/** Somebody in one meeting: by their account, or a guest by the hash of their token. */
export type Who = { userId: UserId; guestTokenHash: null } | { userId: null; guestTokenHash: string };

export const userWho = (userId: UserId): Who => ({ userId, guestTokenHash: null });
export const guestWho = (guestTokenHash: string): Who => ({ userId: null, guestTokenHash });

/** Whose device this is. */
export const whoOf = ({ userId, guestTokenHash }: { userId: UserId | null; guestTokenHash: string | null }): Who =>
  userId === null ? guestWho(guestTokenHash ?? '') : userWho(userId);

/** What the live door calls them in `ends`. */
export const holderOf = ({ userId, guestTokenHash }: Who): string => userId ?? `guest ${guestTokenHash}`;
