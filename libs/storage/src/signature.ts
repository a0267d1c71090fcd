import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs a text (HMAC-SHA-256, base64url). The text says what it is of: no other text of ours may read the same. */
export function signatureOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}

/** Whether this is the text's signature, in the same time whatever is wrong with it. */
export function isSignatureOf(text: string, signature: string, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(text).digest();
  const given = Buffer.from(signature, 'base64url');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
