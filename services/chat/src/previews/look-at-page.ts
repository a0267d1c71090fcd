import type { IncomingMessage } from 'node:http';
import type { Outside } from '../outside/outside.ts';
import { visit } from '../outside/visit.ts';
import { shownOf, type LinkPreview } from './link-preview.ts';
import { PageReader } from './page-reader.ts';

/** For everything together: names, redirections, reading. */
const PATIENCE_MS = 5_000;
/** Bytes of a page that are read; its head comes first. */
const MOST_BYTES = 524_288;
const HTML = /^text\/html\s*(;|$)/i;
const CHARSET = /charset\s*=\s*["']?\s*([\w-]{1,40})/i;
/** Where a page says in which letters it is written. */
const SAYS_CHARSET_BY = 1_024;

/** What a link leads to; nothing where no page says what it is. @throws what the network throws, NotVisited */
export async function lookAtPage(link: string, outside: Outside): Promise<LinkPreview | undefined> {
  const { url, response } = await visit(new URL(link), outside, AbortSignal.timeout(PATIENCE_MS));
  const words = shownOf((await read(response)) ?? {});
  return words && { url: link, host: url.hostname, ...words };
}

async function read(response: IncomingMessage) {
  const { 'content-type': type = '', 'content-encoding': packing = 'identity' } = response.headers;
  if (!HTML.test(type) || packing !== 'identity') return void response.destroy();
  const reader = new PageReader();
  let decoder: TextDecoder | undefined;
  let bytes = 0;
  // Leaving the loop ends the connection.
  for await (const piece of response as AsyncIterable<Buffer>) {
    const wanted = piece.subarray(0, MOST_BYTES - bytes);
    bytes += wanted.length;
    decoder ??= decoderFor(type, wanted);
    reader.write(decoder.decode(wanted, { stream: true }));
    if (reader.isDone || bytes >= MOST_BYTES) break;
  }
  return reader.end();
}

function decoderFor(type: string, start: Buffer): TextDecoder {
  const said = CHARSET.exec(type) ?? CHARSET.exec(start.toString('latin1', 0, SAYS_CHARSET_BY));
  try {
    return new TextDecoder(said?.[1] ?? 'utf-8');
  } catch {
    return new TextDecoder();
  }
}
