import type { ConversationId, MessageId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { requireShowable } from '@parley/subgraph';

/** A message as it was stored. */
export interface Message {
  id: MessageId;
  conversationId: ConversationId;
  seq: number;
  body: string;
  author: { userId: UserId; displayName: string; avatarUrl: string | null };
  sentAt: Date;
}

/** UTF-8 bytes of a body, least and most. */
export const BODY_BYTES = { least: 1, most: 16_384 } as const;
/** Characters of a nonce. */
const NONCE = /^[\x21-\x7e]{1,64}$/;

/** @throws Refused BAD_USER_INPUT: empty, blank, over 16,384 bytes, or with characters that cannot be shown */
export function requireBody(body: string): string {
  if (body.trim() === '') throw Refused.badInput('An empty message cannot be sent.', 'body');
  if (Buffer.byteLength(body) > BODY_BYTES.most)
    throw Refused.badInput(`A message has at most ${BODY_BYTES.most} bytes.`, 'body');
  requireShowable(body, 'body');
  return body;
}

/** @throws Refused BAD_USER_INPUT */
export function requireNonce(nonce: string | null | undefined): string | null {
  if (nonce === null || nonce === undefined) return null;
  if (!NONCE.test(nonce)) throw Refused.badInput('A nonce has 1 to 64 visible ASCII characters.', 'clientNonce');
  return nonce;
}
