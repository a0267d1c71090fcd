import { parseId, type AttachmentId, type ConversationId, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Announced } from '@parley/storage';
import { requireText } from '@parley/subgraph';

/** A file in a message, as whoever may read the message sees it. */
export interface Attachment {
  id: AttachmentId;
  name: string;
  /** MIME type: of pictures what they are, of others what the sender said where the bytes do not say otherwise. */
  type: string;
  /** Bytes. */
  size: number;
  /** Where it is, signed, for an hour at least. */
  url: string;
  /** The same of its preview; null of what is no picture. */
  previewUrl: string | null;
  /** Pixels of a picture, upright. */
  width: number | null;
  height: number | null;
}

/** A file whose bytes may come by a link. */
export interface AnnouncedFile extends Announced {
  readonly organisationId: OrganisationId;
  readonly id: AttachmentId;
  readonly contentType: string;
}

/** A new file as it is written down. */
export interface NewFile extends Announced {
  readonly id: AttachmentId;
  readonly conversationId: ConversationId;
  readonly name: string;
  readonly contentType: string;
}

/** Files of one message, at most. */
export const MOST_FILES = 10;
/** What nobody put into a message goes after this. */
export const UNUSED_HOURS = 24;

const NAME = { least: 1, most: 255 };
/** What makes a name read as another one: marks of direction, and breaks of lines. */
const TRICKS = /[\u200e\u200f\u2028-\u202e\u2066-\u2069\r\n\t]/g;
const TYPE = /^[a-z0-9][\w.+-]*\/[\w.+-]+$/;
/** What is not known better. */
export const ANY_TYPE = 'application/octet-stream';

/** @throws Refused BAD_USER_INPUT: empty, over 255 characters, or with characters that cannot be shown */
export const requireName = (name: string): string => requireText(name.replace(TRICKS, ''), NAME, 'name');

/** The type without parameters; none is any. @throws Refused BAD_USER_INPUT: no MIME type, or over 100 characters */
export function requireType(said: string): string {
  const type = (said.split(';')[0] ?? '').trim().toLowerCase() || ANY_TYPE;
  if (type.length > 100 || !TYPE.test(type)) throw Refused.badInput('This is no MIME type.', 'type');
  return type;
}

/** Each once, in the order given. @throws Refused BAD_USER_INPUT: a malformed id, or over 10 */
export function requireAttachmentIds(ids: readonly string[]): AttachmentId[] {
  const known = ids.flatMap((id) => parseId('attachment', id) ?? []);
  if (known.length < ids.length) throw Refused.badInput('This is not the id of a file.', 'attachmentIds');
  const each = [...new Set(known)];
  if (each.length > MOST_FILES) throw Refused.badInput(`A message has at most ${MOST_FILES} files.`, 'attachmentIds');
  return each;
}
