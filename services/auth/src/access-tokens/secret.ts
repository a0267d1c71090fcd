import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** A secret with its check: `pat_`, 32 bytes in base64url, and six characters by which a copy that is not whole is seen. */
function secretOf(bytes: Buffer): string {
  const text = bytes.toString('base64url');
  return `pat_${text}${sha256(text).toString('base64url').slice(0, 6)}`;
}

/**
 * Makes the secrets of personal access tokens. With a nonce the secret follows from it, from who asks and from a key that
 * only auth has: whoever repeats a request whose answer was lost gets the same one, and none is stored (G2).
 */
export class Secrets {
  private readonly key: Buffer;

  /** `installationSecret`: SESSION_SECRET. */
  constructor(installationSecret: string) {
    this.key = Buffer.from(hkdfSync('sha256', installationSecret, '', 'parley access tokens', 32));
  }

  make(whose: string, nonce: string | null): string {
    if (nonce === null) return secretOf(randomBytes(32));
    return secretOf(
      createHmac('sha256', this.key)
        .update(JSON.stringify([whose, nonce]))
        .digest(),
    );
  }
}

/** What is stored of a secret, and of a nonce. */
export const hashOf = (secret: string): Buffer => sha256(secret);
