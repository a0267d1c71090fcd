import { idFrom, type GuestId } from '@parley/contracts';

/** Hex digits of an id. */
const LENGTH = 32;

/** What a guest is called within their meeting: half of the hash that they are known by, which leads nowhere. */
export const guestIdOf = (tokenHash: string): GuestId => idFrom('guest', tokenHash.slice(0, LENGTH));
