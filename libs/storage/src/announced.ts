import { Refused } from '@parley/errors';

/** How much somebody says that they will send. */
export interface AnnouncedSize {
  readonly byteLength: number;
  /** SHA-256 of the bytes, 64 hex digits. */
  readonly sha256: string;
}

/** The same, once it is known to be possible (G11: a link binds length and hash). */
export interface Announced {
  readonly byteLength: number;
  readonly sha256: Buffer;
}

const SHA256 = /^[0-9a-f]{64}$/i;

/**
 * @param field what the input calls its length
 * @throws Refused BAD_USER_INPUT: nothing, more than `mostBytes`, or no hash
 */
export function requireAnnounced(
  { byteLength, sha256 }: AnnouncedSize,
  mostBytes: number,
  field = 'byteLength',
): Announced {
  if (!Number.isInteger(byteLength) || byteLength < 1) throw Refused.badInput('The file is empty.', field);
  if (byteLength > mostBytes)
    throw Refused.badInput(`The file is larger than ${Math.floor(mostBytes / 1024 / 1024)} MiB.`, field);
  if (!SHA256.test(sha256)) throw Refused.badInput('This is no SHA-256 in 64 hex digits.', 'sha256');
  return { byteLength, sha256: Buffer.from(sha256, 'hex') };
}
