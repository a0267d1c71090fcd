/** A stretch of a message: words, a link, or code between backticks. */
export interface BodyPart {
  readonly kind: 'text' | 'link' | 'code' | 'block';
  readonly text: string;
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
