import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Refused } from '@parley/errors';
import type { Announced } from './announced.ts';

/**
 * Lets through what was announced and not a byte more, piece by piece. What it let through counts only once it has ended.
 * @throws Refused BAD_USER_INPUT when it is more, less or something else, or breaks off
 */
export async function* announcedBytes(
  stream: Readable,
  { byteLength, sha256 }: Announced,
): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha256');
  let length = 0;
  // To destroy the stream would be to cut off the answer.
  const pieces = stream.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  try {
    while (length <= byteLength) {
      const piece = await pieces.next().catch(() => {
        throw Refused.badInput('The file did not come whole. Try again.');
      });
      if (piece.done) break;
      length += piece.value.length;
      if (length > byteLength) break;
      hash.update(piece.value);
      yield piece.value;
    }
  } finally {
    await pieces.return?.().catch(() => undefined);
    // The rest is let run out unread, or the connection would never be free again.
    stream.resume();
  }
  if (length > byteLength) throw Refused.badInput('The file is longer than was announced.');
  if (length < byteLength) throw Refused.badInput('The file is shorter than was announced.');
  if (!hash.digest().equals(sha256)) throw Refused.badInput('The file is not the one that was announced.');
}
