import { createHash } from 'node:crypto';
import type { AttachmentId, ConversationId, MessageId, OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { requireShowable } from '@parley/subgraph';
import type { Attachment } from '../attachments/attachment.ts';
import type { MemberId } from '../conversations/member.ts';
import type { LinkPreview } from '../previews/link-preview.ts';
import type { Notice } from './notice.ts';

/** Who said it: somebody with an account, a guest of a meeting, or Parley itself. */
export interface Author {
  userId: MemberId;
  displayName: string;
  avatarUrl: string | null;
  isGuest: boolean;
  isSystem: boolean;
}

/** The message that another one answers. */
export interface Quote {
  messageId: MessageId;
  author: Author;
  /** Its first 200 characters, or what its first file is called; null when it is deleted, or when somebody who is shown this was not in when it was said. */
  excerpt: string | null;
  isDeleted: boolean;
}

/** Characters of a message that is answered. */
export const EXCERPT = 200;

/** The message as another one that answers it shows it. */
export const quoteOf = ({ id, author, body, attachments, deletedAt }: Message): Quote => ({
  messageId: id,
  author,
  excerpt: deletedAt ? null : [...(body || (attachments[0]?.name ?? ''))].slice(0, EXCERPT).join(''),
  isDeleted: deletedAt !== null,
});

/** What some think of a message, in one emoji. */
export interface Reaction {
  emoji: string;
  /** How many they are. */
  count: number;
  /** The first 50 of them; of a list whoever reads it comes first. */
  userIds: MemberId[];
  users: Author[];
}

/** A message as it is now. Deleted: without words, reactions, mentions, files and preview. */
export interface Message {
  organisationId: OrganisationId;
  id: MessageId;
  conversationId: ConversationId;
  seq: number;
  body: string;
  author: Author;
  /** What Parley itself has to say. */
  notice: Notice | null;
  sentAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  replyTo: Quote | null;
  reactions: Reaction[];
  mentions: Author[];
  attachments: Attachment[];
  /** What its first link leads to, once that is known. */
  preview: LinkPreview | null;
}

/** A message that was edited, as everybody is told of it. */
export interface EditedMessage {
  message: Message;
  /** Its words are kept back: somebody who is told was not in when it was said. */
  isWithheld: boolean;
}

/** What somebody wants to say. */
export interface Saying {
  body: string;
  replyToId: MessageId | null;
  mentions: readonly MemberId[];
  attachments: readonly AttachmentId[];
}

/** Somebody's wish to say something, once for each nonce. */
export interface Send {
  conversationId: ConversationId;
  memberId: MemberId;
  saying: Saying;
  nonce: string | null;
}

/** Names what was said under a nonce, also after the message was edited or deleted. */
export function digestOf({ body, replyToId, mentions, attachments }: Saying): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([body, replyToId, mentions.toSorted(), ...(attachments.length > 0 ? [attachments] : [])]))
    .digest();
}

/** UTF-8 bytes of a body, least and most. */
export const BODY_BYTES = { least: 1, most: 16_384 } as const;
/** Characters of a nonce. */
const NONCE = /^[\x21-\x7e]{1,64}$/;

/**
 * @param mayBeEmpty there are files to say it all
 * @throws Refused BAD_USER_INPUT: empty, blank, over 16,384 bytes, or with characters that cannot be shown
 */
export function requireBody(body: string, mayBeEmpty = false): string {
  if (mayBeEmpty && body === '') return body;
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
