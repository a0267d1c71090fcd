import type { ConversationId, MessageId } from '@parley/contracts';

/** What the first link of a message leads to. */
export interface LinkPreview {
  /** The link, as it stands in the message. */
  url: string;
  /** Whose page it is, behind all redirections: what the page says of itself is only what it says. */
  host: string;
  title: string;
  description: string | null;
  siteName: string | null;
}

/** What a page says of itself. */
export type PageWords = Pick<LinkPreview, 'title' | 'description' | 'siteName'>;

/** A message with a link that may be looked at. */
export interface Linking {
  conversationId: ConversationId;
  messageId: MessageId;
  seq: number;
  body: string;
}

const LONGEST_LINK = 2_048;
/** Characters, at most. */
const MOST = { title: 200, description: 400, siteName: 80 };
/** As the web cuts a message: what stands in code is no link. */
const PARTS = /```\n?[\s\S]+?\n?```|`[^`\n]+`|(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g;
/** What makes text read as another one: marks of direction, and what is not seen. */
const TRICKS = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;
const BLANKS = /[\s\p{Cc}]+/gu;

/** The link of a message that is looked at: its first one, if there may be a page behind it. */
export function firstLink(body: string): string | undefined {
  for (const [, link] of body.matchAll(PARTS))
    if (link !== undefined) return link.length <= LONGEST_LINK && URL.canParse(link) ? link : undefined;
  return undefined;
}

/** What is shown of what a page says of itself; nothing where it has no title. */
export function shownOf(said: { [Word in keyof PageWords]?: string | undefined }): PageWords | undefined {
  const title = plain(said.title, MOST.title);
  if (title === null) return undefined;
  const [description, siteName] = [plain(said.description, MOST.description), plain(said.siteName, MOST.siteName)];
  return { title, description, siteName };
}

function plain(text: string | undefined, most: number): string | null {
  const clean = (text ?? '').toWellFormed().normalize('NFC').replace(TRICKS, '').replace(BLANKS, ' ').trim();
  if (clean === '') return null;
  const characters = [...clean];
  return characters.length <= most
    ? clean
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`;
}
