import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { CONCERNS } from '../inbox/standing.repository.ts';
import { WANTED_LEVEL } from '../notifications/notification.repository.ts';

/** Whether one of the messages that `m` has not read calls them. */
const CALLED = `EXISTS (SELECT FROM message_mention n
  JOIN message s ON s.organisation_id = n.organisation_id AND s.conversation_id = n.conversation_id AND s.seq = n.message_seq
  WHERE n.organisation_id = m.organisation_id AND n.conversation_id = m.conversation_id AND n.member_id = m.user_id AND n.is_present
    AND n.message_seq > greatest(m.joined_seq, m.read_seq) AND s.ordinal > m.read_ordinal)`;

/** The SQL of what waits to be read. */
@Injectable()
export class UnreadRepository {
  /** Conversations with something unread of which this person wants to be told, in no order. */
  async conversations(tx: Transaction, userId: UserId, most: number): Promise<ConversationId[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT c.id FROM conversation_member m
       JOIN conversation c ON c.organisation_id = m.organisation_id AND c.id = m.conversation_id
       LEFT JOIN notification_level l ON l.organisation_id = m.organisation_id AND l.conversation_id = m.conversation_id AND l.user_id = m.user_id
       WHERE m.organisation_id = $1 AND m.user_id = $2 AND ${CONCERNS} AND c.message_count > m.read_ordinal
         AND CASE ${WANTED_LEVEL} WHEN 'ALL' THEN true WHEN 'MENTIONS' THEN ${CALLED} ELSE false END
       LIMIT $3`,
      [uuidOf(tx.organisationId), uuidOf(userId), most],
    );
    return rows.map(({ id }) => idFrom('conversation', id));
  }
}
