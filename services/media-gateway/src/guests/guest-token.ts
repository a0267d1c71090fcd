import { randomBytes } from 'node:crypto';

const BYTES = 32;

/** A new guest token: 32 random bytes. It opens one meeting; we keep its hash alone. */
export const newGuestToken = (): string => `gst_${randomBytes(BYTES).toString('base64url')}`;
