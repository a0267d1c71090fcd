import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Refused } from '@parley/errors';

const VERSION = 1;
const DIGEST = 8;
const MAC = 16;
const LENGTH = 1 + DIGEST + DIGEST + 8 + MAC;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, DIGEST);

/** A place in the log of one topic, as a cursor names it. */
export interface Place {
  readonly seq: number;
  /** False: the cursor is from a log that this one has replaced. */
  readonly isOfEpoch: boolean;
}

/**
 * Mints and checks cursors: opaque to clients, with a MAC over version, topic, epoch and seq, so that a cursor of
 * another topic or a made-up one is refused, and one of another epoch is told apart.
 */
export class CursorMint {
  private readonly key: Buffer;
  private readonly digests = new Map<string, Buffer>();

  constructor(secret: string) {
    this.key = createHmac('sha256', secret).update('parley live cursor').digest();
  }

  mint(topic: string, epoch: string, seq: number): string {
    const bytes = Buffer.allocUnsafe(LENGTH);
    bytes[0] = VERSION;
    this.digestOf(topic).copy(bytes, 1);
    this.digestOf(epoch).copy(bytes, 1 + DIGEST);
    bytes.writeBigUInt64BE(BigInt(seq), 1 + 2 * DIGEST);
    this.mac(bytes).copy(bytes, LENGTH - MAC);
    return bytes.toString('base64url');
  }

  /** @throws Refused BAD_USER_INPUT when the cursor is malformed, forged or of another topic. */
  read(cursor: string, topic: string, epoch: string): Place {
    const bytes = Buffer.from(cursor, 'base64url');
    const isOurs =
      bytes.length === LENGTH &&
      bytes[0] === VERSION &&
      timingSafeEqual(bytes.subarray(LENGTH - MAC), this.mac(bytes)) &&
      bytes.subarray(1, 1 + DIGEST).equals(this.digestOf(topic));
    if (!isOurs)
      throw Refused.badInput(
        'This cursor is not of this subscription. Leave `after` out, or send the last cursor it gave you.',
        'after',
      );
    return {
      seq: Number(bytes.readBigUInt64BE(1 + 2 * DIGEST)),
      isOfEpoch: bytes.subarray(1 + DIGEST, 1 + 2 * DIGEST).equals(this.digestOf(epoch)),
    };
  }

  private mac(bytes: Buffer): Buffer {
    return createHmac('sha256', this.key)
      .update(bytes.subarray(0, LENGTH - MAC))
      .digest()
      .subarray(0, MAC);
  }

  private digestOf(text: string): Buffer {
    let known = this.digests.get(text);
    if (!known) {
      if (this.digests.size >= 10_000) this.digests.clear();
      this.digests.set(text, (known = digest(text)));
    }
    return known;
  }
}
