import { createHash } from 'node:crypto';

const SHAPE = /^gst_[\w-]{43}$/;

/** What a guest is known by, SHA-256 of their token in hex; undefined when this can be no guest token. */
export function hashOfGuestToken(token: string): string | undefined {
  return SHAPE.test(token) ? createHash('sha256').update(token).digest('hex') : undefined;
}
