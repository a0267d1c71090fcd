import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryFile } from '../history/history-file.ts';
import type { ListedLine } from '../history/lines.ts';
import type { Session } from './session.ts';

const LIST = `query ($id: ID!, $after: String) { conversation(id: $id) { messages(first: 100, after: $after) {
  nodes { id seq body } pageInfo { hasNextPage endCursor } } } }`;
const MOST_TRIES = 100;

interface Page {
  conversation: {
    messages: {
      nodes: { id: string; seq: number; body: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
  };
}

/** Reads a whole conversation, page by page, as a client does that was never here before. */
export async function readList(session: Session, conversation: string, list: HistoryFile<ListedLine>): Promise<void> {
  let after: string | null = null;
  do {
    const { nodes, pageInfo }: Page['conversation']['messages'] = await page(session, conversation, after);
    for (const { id, seq, body } of nodes) list.append({ conversation, seq, id, nonce: body.split(' ', 1)[0] ?? '' });
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
}

/** One page. A long conversation costs more points than one may hold at once: then it waits. */
async function page(session: Session, id: string, after: string | null): Promise<Page['conversation']['messages']> {
  let said: unknown;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { data, errors } = await session.now.ask<Page | null>(LIST, { id, after });
    if (data?.conversation) return data.conversation.messages;
    said = errors;
    await sleep(500);
  }
  throw new Error(`the list of ${id} cannot be read: ${JSON.stringify(said)}`);
}
