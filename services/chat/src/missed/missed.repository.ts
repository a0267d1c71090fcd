import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type MessageId, type Missed, type UserId } from '@parley/contracts';
import type { Statement, Transaction } from '@parley/persistence';
import { messagesById } from '../messages/message.row.ts';
import { WANTED_LEVEL } from '../notifications/notification.repository.ts';
import { BETWEEN_SECONDS, MISSED_DAYS, type MailWish, type MissedRow } from './missed.ts';

interface Row {
  kind: Missed['kind'];
  conversation_id: string;
  message_seq: string;
  from: string | null;
  title: string | null;
  is_over: boolean;
}

const DIRECTORY = `INSERT INTO notification_directory (organisation_id) VALUES ($1) ON CONFLICT DO NOTHING`;

const ADD_MENTIONS: Statement = {
  name: 'missed-mentions',
  text: `INSERT INTO missed (organisation_id, user_id, conversation_id, message_seq, kind)
    SELECT $1, r.user_id, m.conversation_id, m.seq, 'MENTION' FROM ${messagesById('$2')}
    JOIN message_mention n ON n.organisation_id = $1 AND n.conversation_id = m.conversation_id AND n.message_seq = m.seq AND n.is_present
    JOIN conversation_member r ON r.organisation_id = $1 AND r.conversation_id = m.conversation_id AND r.user_id = n.member_id
      AND r.left_seq IS NULL AND NOT (r.is_guest OR r.is_visitor) AND r.user_id <> m.sender_id AND r.joined_seq < m.seq
      AND r.read_ordinal < m.ordinal
    WHERE m.deleted_at IS NULL
    ON CONFLICT DO NOTHING RETURNING 1`,
};

/** The SQL of `missed`: what people have not seen. */
@Injectable()
export class MissedRepository {
  /** Whoever these messages mention and who has not read them. */
  async addMentions(tx: Transaction, ids: readonly MessageId[]): Promise<void> {
    const rows = await tx.hot<object>(ADD_MENTIONS, [uuidOf(tx.organisationId), ids.map(uuidOf)]);
    if (rows.length > 0) await tx.query(DIRECTORY, [uuidOf(tx.organisationId)]);
  }

  /** These people missed a call, which stands in a conversation at `seq`. */
  async addCall(
    tx: Transaction,
    userIds: readonly UserId[],
    conversationId: ConversationId,
    seq: number,
  ): Promise<void> {
    const organisation = uuidOf(tx.organisationId);
    await tx.query(
      `INSERT INTO missed (organisation_id, user_id, conversation_id, message_seq, kind)
       SELECT $1, unnest($2::uuid[]), $3, $4, 'CALL_MISSED' ON CONFLICT DO NOTHING`,
      [organisation, userIds.map(uuidOf), uuidOf(conversationId), seq],
    );
    await tx.query(DIRECTORY, [organisation]);
  }

  /** People of whose something has waited for so many seconds. */
  async due(tx: Transaction, seconds: number): Promise<UserId[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT DISTINCT user_id FROM missed
       WHERE organisation_id = $1 AND told_at IS NULL AND at <= now() - make_interval(secs => $2)
         AND at > now() - make_interval(days => ${MISSED_DAYS})`,
      [uuidOf(tx.organisationId), seconds],
    );
    return rows.map((row) => idFrom('user', row.user_id));
  }

  /** Has this person to oneself until the transaction ends; false: somebody else is at it. */
  async seize(tx: Transaction, userId: UserId): Promise<boolean> {
    const [row] = await tx.query<{ is_mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtextextended('missed ' || $1, 0)) AS is_mine`,
      [userId],
    );
    return row?.is_mine ?? false;
  }

  /** All that waits for somebody, oldest first. */
  async waiting(tx: Transaction, userId: UserId): Promise<MissedRow[]> {
    const rows = await tx.query<Row>(
      `SELECT w.kind, w.conversation_id, w.message_seq, c.title,
         CASE w.kind WHEN 'MENTION' THEN m.sender_name ELSE m.notice->'call'->'caller'->>'displayName' END AS "from",
         m.deleted_at IS NOT NULL OR r.user_id IS NULL OR r.read_ordinal >= m.ordinal OR ${WANTED_LEVEL} = 'NONE'
           OR (w.kind = 'MENTION' AND NOT EXISTS (SELECT FROM message_mention n WHERE n.organisation_id = $1
             AND n.conversation_id = w.conversation_id AND n.message_seq = w.message_seq AND n.member_id = w.user_id AND n.is_present)) AS is_over
       FROM missed w
       JOIN message m ON m.organisation_id = $1 AND m.conversation_id = w.conversation_id AND m.seq = w.message_seq
       JOIN conversation c ON c.organisation_id = $1 AND c.id = w.conversation_id
       LEFT JOIN conversation_member r ON r.organisation_id = $1 AND r.conversation_id = w.conversation_id AND r.user_id = w.user_id AND r.left_seq IS NULL
       LEFT JOIN notification_level l ON l.organisation_id = $1 AND l.conversation_id = w.conversation_id AND l.user_id = w.user_id
       WHERE w.organisation_id = $1 AND w.user_id = $2 AND w.told_at IS NULL ORDER BY m.sent_at, w.message_seq`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    return rows.map((row) => ({
      kind: row.kind,
      conversationId: idFrom('conversation', row.conversation_id),
      seq: row.message_seq,
      from: row.from ?? '',
      title: row.title,
      isOver: row.is_over,
    }));
  }

  async wish(tx: Transaction, userId: UserId): Promise<MailWish> {
    const [row] = await tx.query<{
      wants_mail: boolean;
      quiet_from: string | null;
      quiet_to: string | null;
      time_zone: string | null;
      is_told_lately: boolean;
    }>(
      `SELECT coalesce(p.mails_missed, true) AS wants_mail, p.quiet_from, p.quiet_to, p.time_zone,
         EXISTS (SELECT FROM missed WHERE organisation_id = $1 AND user_id = $2
           AND told_at > now() - make_interval(secs => ${BETWEEN_SECONDS})) AS is_told_lately
       FROM (SELECT) one LEFT JOIN notification_preference p ON p.organisation_id = $1 AND p.user_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    const { quiet_from: from = null, quiet_to: to = null, time_zone: timeZone = null } = row ?? {};
    return {
      wantsMail: row?.wants_mail ?? true,
      quiet: from && to && timeZone ? { from, to, timeZone } : null,
      isToldLately: row?.is_told_lately ?? false,
    };
  }

  /** These are dealt with: told, where `isTold`, or forgotten. */
  async settle(tx: Transaction, userId: UserId, rows: readonly MissedRow[], isTold: boolean): Promise<void> {
    if (rows.length === 0) return;
    const act = isTold ? `UPDATE missed w SET told_at = now() FROM` : `DELETE FROM missed w USING`;
    await tx.query(
      `${act} unnest($3::uuid[], $4::bigint[]) AS o (conversation_id, seq)
       WHERE w.organisation_id = $1 AND w.user_id = $2 AND w.conversation_id = o.conversation_id AND w.message_seq = o.seq`,
      [
        uuidOf(tx.organisationId),
        uuidOf(userId),
        rows.map(({ conversationId }) => uuidOf(conversationId)),
        rows.map(({ seq }) => seq),
      ],
    );
  }

  /** What is no news any more. */
  async forgetOld(tx: Transaction): Promise<void> {
    await tx.query(
      `DELETE FROM missed WHERE organisation_id = $1 AND at < now() - make_interval(days => ${MISSED_DAYS})`,
      [uuidOf(tx.organisationId)],
    );
  }
}
