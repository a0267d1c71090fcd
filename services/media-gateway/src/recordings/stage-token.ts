import { createHash, randomBytes } from 'node:crypto';

const SHAPE = /^stg_[\w-]{43}$/;
const BYTES = 32;

/** A new credential of a stage page: 32 random bytes. It opens one meeting to look at, for one part; we keep its hash alone. */
export const newStageToken = (): string => `stg_${randomBytes(BYTES).toString('base64url')}`;

/** What we know a stage page by; undefined when this can be no such credential. */
export function hashOfStageToken(token: string | null | undefined): string | undefined {
  return token && SHAPE.test(token) ? createHash('sha256').update(token).digest('hex') : undefined;
}

/** What the live door calls a stage page in `ends`. */
export const stageHolder = (tokenHash: string): string => `stage ${tokenHash}`;
