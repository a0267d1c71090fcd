import { createHash, randomBytes } from 'node:crypto';

const SHAPE = /^gst_[\w-]{43}$/;
const BYTES = 32;

/** A new guest token: 32 random bytes. It opens one meeting; we keep its hash alone. */
export const newGuestToken = (): string => `gst_${randomBytes(BYTES).toString('base64url')}`;

/** What we know a guest by; undefined when this can be no guest token. */
export function hashOfGuestToken(token: string): string | undefined {
  return SHAPE.test(token) ? createHash('sha256').update(token).digest('hex') : undefined;
}
