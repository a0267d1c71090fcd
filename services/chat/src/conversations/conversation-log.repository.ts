import { Injectable } from '@nestjs/common';
import { uuidOf, type ConversationId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { readable } from '../messages/message.row.ts';
import type { ConversationNews } from './conversation-log.ts';
import type { MemberId } from './member.ts';

/** A logged event that is no message. */
export interface LoggedNews {
  seq: number;
  at: Date;
  news: ConversationNews;
  ends: string[] | null;
}

/** In the words of the index `conversation_event_change`. */
const IS_CHANGE = `e.kind IN ('MEMBER_ADDED', 'MEMBER_REMOVED', 'TITLE_CHANGED')`;

interface Row {
  seq: string;
  payload: ConversationNews;
  ends: string[] | null;
  created_at: Date;
}

/** The SQL of what stands in a conversation's log besides messages. */
@Injectable()
export class ConversationLogRepository {
  /** The next events of the log, in order; `ends` holds for each of them. Call under the conversation's lock. */
  async append(
    tx: Transaction,
    id: ConversationId,
    all: readonly ConversationNews[],
    ends: string[],
  ): Promise<LoggedNews[]> {
    const rows = await tx.query<Row>(
      `WITH place AS (
         UPDATE conversation SET last_seq = last_seq + $3::int WHERE organisation_id = $1 AND id = $2 RETURNING last_seq
       )
       INSERT INTO conversation_event (organisation_id, conversation_id, seq, kind, payload, ends)
       SELECT $1, $2, last_seq - $3::int + nth, payload->>'kind', payload, $5
       FROM place, jsonb_array_elements($4::jsonb) WITH ORDINALITY AS news (payload, nth) ORDER BY nth
       RETURNING seq, payload, ends, created_at`,
      [uuidOf(tx.organisationId), uuidOf(id), all.length, JSON.stringify(all), ends],
    );
    return rows.map(newsOf);
  }

  /** Who came and went and what it was called, as this person may read it, nearest to the cursor first. */
  async changes(tx: Transaction, id: ConversationId, reader: MemberId, page: Page): Promise<LoggedNews[]> {
    const forward = page.direction === 'forward';
    const rows = await tx.query<Row>(
      `SELECT e.seq, e.payload, e.ends, e.created_at FROM conversation_event e
       WHERE e.organisation_id = $1 AND e.conversation_id = $3 AND ${IS_CHANGE}
         AND ($4::bigint IS NULL OR e.seq ${forward ? '>' : '<'} $4::bigint) AND ${readable('e.conversation_id', 'e.seq')}
       ORDER BY e.seq ${forward ? 'ASC' : 'DESC'} LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(reader), uuidOf(id), page.key?.[0] ?? null, page.limit + 1],
    );
    return rows.map(newsOf);
  }

  /** Between two seqs, both included. */
  async read(tx: Transaction, id: ConversationId, from: number, to: number, limit: number): Promise<LoggedNews[]> {
    const rows = await tx.query<Row>(
      `SELECT seq, payload, ends, created_at FROM conversation_event
       WHERE organisation_id = $1 AND conversation_id = $2 AND seq BETWEEN $3 AND $4 AND kind <> 'MESSAGE_SENT' ORDER BY seq LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(id), from, to, limit],
    );
    return rows.map(newsOf);
  }
}

const newsOf = ({ seq, payload, ends, created_at }: Row): LoggedNews => ({
  seq: Number(seq),
  at: created_at,
  news: payload,
  ends,
});
