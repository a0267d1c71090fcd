/** A stretch of a message: words, a link, code between backticks, or somebody's name behind an `@`. */
export interface BodyPart {
  readonly kind: 'text' | 'link' | 'code' | 'block' | 'mention';
  readonly text: string;
  /** Whose name it is. */
  readonly userId?: string;
}

const pattern = /```\n?([\s\S]+?)\n?```|`([^`\n]+)`|(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/g;

/** Cuts a message into words, links and code. Nothing is lost but the backticks; nothing becomes HTML. */
export function partsOf(body: string): readonly BodyPart[] {
  const parts: BodyPart[] = [];
  let from = 0;
  for (const match of body.matchAll(pattern)) {
    const [whole, block, code, link] = match;
    if (match.index > from) parts.push({ kind: 'text', text: body.slice(from, match.index) });
    if (block !== undefined) parts.push({ kind: 'block', text: block });
    else if (code !== undefined) parts.push({ kind: 'code', text: code });
    else if (link !== undefined) parts.push({ kind: 'link', text: link });
    from = match.index + whole.length;
  }
  if (from < body.length) parts.push({ kind: 'text', text: body.slice(from) });
  return parts;
}

/** Sets the names of those who are mentioned apart within the words; never within links and code. */
export function withMentions(
  parts: readonly BodyPart[],
  mentions: readonly { readonly userId: string; readonly displayName: string }[],
): readonly BodyPart[] {
  // Longer names first: whoever is called Ada Lovelace is not Ada.
  const known = mentions
    .filter(({ displayName }) => displayName !== '')
    .toSorted((a, b) => b.displayName.length - a.displayName.length);
  if (known.length === 0) return parts;
  const names = new RegExp(`@(${known.map(({ displayName }) => escaped(displayName)).join('|')})`, 'gu');
  return parts.flatMap((part) => (part.kind === 'text' ? mentionsIn(part.text, names, known) : part));
}

function mentionsIn(
  text: string,
  names: RegExp,
  known: readonly { readonly userId: string; readonly displayName: string }[],
): BodyPart[] {
  const parts: BodyPart[] = [];
  let from = 0;
  for (const match of text.matchAll(names)) {
    if (match.index > from) parts.push({ kind: 'text', text: text.slice(from, match.index) });
    const userId = known.find(({ displayName }) => displayName === match[1])?.userId ?? '';
    parts.push({ kind: 'mention', text: match[0], userId });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', text: text.slice(from) });
  return parts;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
