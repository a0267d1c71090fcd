import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import type { Statement, Transaction } from '@parley/persistence';
import { columnsFor, messageOf, type MessageRow } from '../messages/message.row.ts';
import { AttachmentLinks } from '../attachments/attachment-links.ts';
import type { Message } from '../messages/message.ts';
import { ENDS } from './inbox.repository.ts';
import { marksBehind, pageOf, type Mark } from './mark.ts';
import type { Moves, StandingOfConversation } from './standing.ts';

/** Conversations that concern a member: a one-to-one once something happened in it, a meeting's once somebody has written. */
export const CONCERNS = `m.left_seq IS NULL AND NOT (m.is_guest OR m.is_visitor) AND (m.until IS NULL OR m.until > now())
  AND (CASE c.kind WHEN 'meeting' THEN c.message_count > 0 WHEN 'group' THEN true ELSE c.last_seq > 0 END)`;
const UNREAD = 'greatest(c.message_count - m.read_ordinal, 0)';
/** Both only rise while one is in it, and neither falls when one comes back. */
const REVISION = 'c.last_seq + m.read_ordinal';
/** Every transaction below `over` has ended and what it did is seen here; none from `begun` on is. */
const NOW = `now AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS begun, pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS over)`;
/** Which transaction wrote a row last: Postgres keeps the lower half of its number with the row. */
const wroteLast = (row: string) => `begun - ((begun - ${row}.xmin::text::bigint) & 4294967295)`;
const MOVED = `greatest(${wroteLast('c')}, ${wroteLast('m')})`;

// Planned once for each connection: planning these takes longer than they do, and every inbox is looked at every few seconds.
const OF_MOVES: Statement = {
  name: 'standings-of-moves',
  text: `WITH ${NOW}, m AS (
      SELECT m.*, m.xmin FROM conversation_member m WHERE m.organisation_id = $1 AND m.conversation_id = ANY ($2::uuid[])
      UNION ALL
      SELECT m.*, m.xmin FROM unnest($3::uuid[], $4::uuid[]) AS one (conversation_id, user_id)
      JOIN conversation_member m ON m.organisation_id = $1 AND m.conversation_id = one.conversation_id AND m.user_id = one.user_id
    )
    SELECT c.id, c.last_seq, json_agg(json_build_array(m.user_id, ${UNREAD}, ${REVISION}, ${MOVED}, coalesce(i.last_seq, 0), m.joined_seq)) AS members
    FROM now, m JOIN conversation c ON c.organisation_id = m.organisation_id AND c.id = m.conversation_id
    LEFT JOIN person_inbox i ON i.organisation_id = m.organisation_id AND i.user_id = m.user_id
    WHERE ${CONCERNS} GROUP BY c.organisation_id, c.id`,
};
const BEHIND: Statement = {
  name: 'standings-behind',
  text: `WITH ${NOW}, mine AS MATERIALIZED (
      SELECT c.id, c.last_seq, ${UNREAD} AS unread, ${REVISION} AS revision, m.joined_seq AS joined, ${MOVED} AS moved
      FROM now, conversation_member m JOIN conversation c ON c.organisation_id = m.organisation_id AND c.id = m.conversation_id
      WHERE m.organisation_id = $1 AND m.user_id = $2 AND ${CONCERNS}
    )
    SELECT least(over, (SELECT coalesce(max(moved), 0) + 1 FROM mine)) AS over, ends.head, ends.oldest,
      (SELECT json_agg(json_build_object('id', id, 'last_seq', last_seq, 'unread', unread, 'revision', revision, 'joined', joined) ORDER BY id DESC) FROM (
         SELECT * FROM mine WHERE moved >= $3 AND ($4::uuid IS NULL OR id < $4) ORDER BY id DESC LIMIT $5
       ) page) AS moved
    FROM now, (${ENDS}) ends`,
};
const NEWEST: Statement = {
  name: 'standings-newest',
  text: `SELECT ${columnsFor({ at: 'wanted.last_seq' })} FROM unnest($2::uuid[], $3::bigint[]) AS wanted (id, last_seq) CROSS JOIN LATERAL (
      SELECT * FROM message n WHERE n.organisation_id = $1 AND n.conversation_id = wanted.id AND n.seq <= wanted.last_seq ORDER BY n.seq DESC LIMIT 1
    ) m`,
};

interface PageRow {
  over: string;
  head: string;
  oldest: string;
  moved: { id: string; last_seq: string; unread: number; revision: number; joined: number }[] | null;
}

/** How conversations stand for one person, read behind a mark. */
export interface StandingRows {
  head: number;
  oldest: number;
  /** Behind this mark is what moves later. */
  mark: string;
  more: boolean;
  /** What transactions below it did has been told, once there is no more. */
  below: number;
  standings: {
    conversationId: ConversationId;
    lastSeq: number;
    newest: Message | undefined;
    unreadCount: number;
    joinedSeq: number;
    revision: number;
    mark: string;
  }[];
}

/**
 * The SQL of how conversations stand for their members. Nothing is stored for it: Postgres knows with each row which transaction
 * wrote it, and with each snapshot which transactions were over. So whatever was not seen at a mark is behind it, in whatever
 * order transactions commit.
 */
@Injectable()
export class StandingRepository {
  constructor(private readonly links: AttachmentLinks) {}

  async ofMoves(tx: Transaction, { forAll, forOne }: Moves): Promise<StandingOfConversation[]> {
    const own = [...forOne].flatMap(([id, users]) => [...users].map((user) => [uuidOf(id), uuidOf(user)] as const));
    const rows = await tx.hot<{
      id: string;
      last_seq: string;
      members: [user: string, unread: number, revision: number, moved: number, inboxSeq: number, joinedSeq: number][];
    }>(OF_MOVES, [
      uuidOf(tx.organisationId),
      [...forAll].map(uuidOf),
      own.map(([id]) => id),
      own.map(([, user]) => user),
    ]);
    const newest = await this.newest(tx, rows);
    return rows.map((row) => ({
      conversationId: idFrom('conversation', row.id),
      lastSeq: Number(row.last_seq),
      newest: newest.get(row.id),
      members: row.members.map(([user, unreadCount, revision, moved, inboxSeq, joinedSeq]) => ({
        userId: idFrom('user', user),
        unreadCount,
        revision,
        moved,
        inboxSeq,
        joinedSeq,
      })),
    }));
  }

  /** What moved behind `mark`, the youngest conversation first. One statement, so one moment. */
  async behind(tx: Transaction, userId: UserId, mark: Mark, limit: number): Promise<StandingRows> {
    const [row] = await tx.hot<PageRow>(BEHIND, [
      uuidOf(tx.organisationId),
      uuidOf(userId),
      mark.since,
      mark.last ?? null,
      limit + 1,
    ]);
    const { over, head, oldest, moved } = row as PageRow;
    const { rows, more } = pageOf(moved ?? [], limit);
    const newest = await this.newest(tx, rows);
    const marks = marksBehind(mark, Number(over));
    return {
      head: Number(head),
      oldest: Number(oldest),
      mark: more ? marks.behind((rows.at(-1) as { id: string }).id) : marks.end,
      more,
      below: Number(marks.end),
      standings: rows.map(({ id, last_seq, unread, revision, joined }) => ({
        conversationId: idFrom('conversation', id),
        lastSeq: Number(last_seq),
        newest: newest.get(id),
        unreadCount: unread,
        joinedSeq: joined,
        revision,
        mark: marks.behind(id),
      })),
    };
  }

  /** The newest message of each conversation as it stood at `last_seq`, as all may be told of it who were in when it was said. */
  private async newest(
    tx: Transaction,
    conversations: readonly { id: string; last_seq: string }[],
  ): Promise<Map<string, Message>> {
    if (conversations.length === 0) return new Map();
    const rows = await tx.hot<MessageRow>(NEWEST, [
      uuidOf(tx.organisationId),
      conversations.map(({ id }) => id),
      conversations.map((one) => one.last_seq),
    ]);
    return new Map(rows.map((row) => [row.conversation_id, messageOf(row, this.links)]));
  }
}
