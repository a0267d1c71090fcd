import { createHash, randomBytes } from 'node:crypto';

const SHAPE = /^inv_[\w-]{43}$/;
const BYTES = 32;

/** A new token for an invitation's links: 32 random bytes. We keep its hash alone. */
export const newInvitationToken = (): string => `inv_${randomBytes(BYTES).toString('base64url')}`;

/** What we know a link by; undefined when this can be no such token. */
export function hashOfInvitationToken(token: string): string | undefined {
  return SHAPE.test(token) ? createHash('sha256').update(token).digest('hex') : undefined;
}
