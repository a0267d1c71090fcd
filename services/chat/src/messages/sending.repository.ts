import { Injectable } from '@nestjs/common';
import { uuidOf, type ConversationId, type MeetingRole, type MessageId } from '@parley/contracts';
import type { Statement, Transaction } from '@parley/persistence';
import { NOBODY_BLOCKS } from '../blocks/block.repository.ts';
import { mayWrite, type MemberId } from '../conversations/member.ts';
import type { Author } from './message.ts';
import type { StoredNotice } from './notice.ts';

/** A member as the conversation knows them: whether they may write, and under which name. */
export interface Sender {
  /** Whether neither of the two in a one-to-one blocks the other. */
  isOpen: boolean;
  /** Whether their role lets them. */
  mayWrite: boolean;
  /** Of guests and visitors, whose names the conversation keeps. */
  ownName: string | null;
  isGuest: boolean;
  /** As they are called now; undefined for a member of the organisation of whom nothing was heard yet. */
  named: Pick<Author, 'displayName' | 'avatarUrl'> | undefined;
  /** Whether they have stored a message under the nonce that was asked about. */
  hasSaid: boolean;
}

/** A message that takes the next place of its conversation. */
export interface NewMessage {
  id: MessageId;
  conversationId: ConversationId;
  sender: Author;
  body: string;
  nonce: string | null;
  digest: Buffer | null;
  replyToSeq?: number | undefined;
  notice?: StoredNotice | undefined;
}

/** Who sends where, perhaps under a nonce. */
interface Place {
  conversationId: ConversationId;
  memberId: MemberId;
  nonce?: string | null;
}

const placesOf = (whom: readonly Place[]): [string[], string[]] => [
  whom.map(({ conversationId }) => uuidOf(conversationId)),
  whom.map(({ memberId }) => uuidOf(memberId)),
];

interface SenderRow {
  place: string;
  presenters_may_chat: boolean;
  is_open: boolean;
  role: MeetingRole | null;
  is_guest: boolean;
  is_from_elsewhere: boolean;
  own_name: string | null;
  display_name: string | null;
  avatar_url: string | null;
  has_said: boolean;
}

/**
 * Rows are locked in the order of their ids: whoever takes several takes them so. Strangers lock nothing: they would hold up who writes,
 * and the time it takes would tell them that it is there.
 */
const LOCK: Statement = {
  name: 'lock-conversations',
  text: `SELECT FROM conversation c WHERE c.organisation_id = $1 AND c.id IN (
      SELECT m.conversation_id FROM unnest($2::uuid[], $3::uuid[]) AS s (conversation_id, member_id)
      JOIN conversation_member m ON m.organisation_id = $1 AND m.conversation_id = s.conversation_id AND m.user_id = s.member_id AND m.left_seq IS NULL
    ) ORDER BY c.id FOR UPDATE OF c`,
};

const SENDERS: Statement = {
  name: 'find-senders',
  text: `SELECT s.place, c.presenters_may_chat, ${NOBODY_BLOCKS} AS is_open, m.role, m.is_guest, m.is_guest OR m.is_visitor AS is_from_elsewhere,
      m.display_name AS own_name, p.display_name, p.avatar_url,
      EXISTS (SELECT FROM message d WHERE d.organisation_id = $1 AND d.conversation_id = c.id AND d.sender_id = m.user_id AND d.client_nonce = s.nonce) AS has_said
    FROM unnest($2::uuid[], $3::uuid[], $4::text[]) WITH ORDINALITY AS s (conversation_id, member_id, nonce, place)
    JOIN conversation c ON c.organisation_id = $1 AND c.id = s.conversation_id
    JOIN conversation_member m ON m.organisation_id = $1 AND m.conversation_id = c.id AND m.user_id = s.member_id
      AND m.left_seq IS NULL AND (m.until IS NULL OR m.until > now())
    LEFT JOIN person p ON p.organisation_id = $1 AND p.user_id = m.user_id`,
};

const APPEND: Statement = {
  name: 'append-messages',
  text: `WITH said AS (
      SELECT *, row_number() OVER (PARTITION BY conversation_id ORDER BY place) AS nth
      FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::bytea[], $12::bigint[])
        WITH ORDINALITY AS s (conversation_id, id, sender_id, sender_kind, sender_name, sender_avatar_url, body, client_nonce, notice, sent_digest, reply_to_seq, place)
    ), room AS (
      UPDATE conversation c SET last_seq = c.last_seq + n.count, message_count = c.message_count + n.count, moved_at = now()
      FROM (SELECT conversation_id, count(*) FROM said GROUP BY conversation_id) n
      WHERE c.organisation_id = $1 AND c.id = n.conversation_id
      RETURNING c.id AS conversation_id, c.last_seq - n.count AS seq_before, c.message_count - n.count AS ordinal_before
    ), placed AS (
      SELECT s.*, r.seq_before + s.nth AS seq, r.ordinal_before + s.nth AS ordinal FROM said s JOIN room r USING (conversation_id)
    ), event AS (
      INSERT INTO conversation_event (organisation_id, conversation_id, seq, kind) SELECT $1, conversation_id, seq, 'MESSAGE_SENT' FROM placed
    ), seen AS (
      UPDATE conversation_member m SET read_ordinal = p.ordinal, read_seq = p.seq
      FROM (SELECT conversation_id, sender_id, max(ordinal) AS ordinal, max(seq) AS seq FROM placed GROUP BY conversation_id, sender_id) p
      WHERE m.organisation_id = $1 AND m.conversation_id = p.conversation_id AND m.user_id = p.sender_id AND m.left_seq IS NULL
    )
    INSERT INTO message AS m (organisation_id, conversation_id, seq, ordinal, id, sender_id, sender_kind, sender_name, sender_avatar_url, body,
      client_nonce, notice, sent_digest, reply_to_seq)
    SELECT $1, conversation_id, seq, ordinal, id, sender_id, sender_kind, sender_name, sender_avatar_url, body, client_nonce, notice, sent_digest, reply_to_seq
    FROM placed
    RETURNING m.id, m.seq, m.sent_at`,
};

/** The SQL of the hot path: what sending needs, for many messages at once. */
@Injectable()
export class SendingRepository {
  /** From here to COMMIT nobody else takes a seq in the conversations that these are in. */
  async lock(tx: Transaction, whom: readonly Place[]): Promise<void> {
    await tx.hot(LOCK, [uuidOf(tx.organisationId), ...placesOf(whom)]);
  }

  /** Who is what to their conversation, one for one; undefined for whoever is not in it today. Ask under the lock. */
  async senders(tx: Transaction, whom: readonly Place[]): Promise<(Sender | undefined)[]> {
    const rows = await tx.hot<SenderRow>(SENDERS, [
      uuidOf(tx.organisationId),
      ...placesOf(whom),
      whom.map(({ nonce }) => nonce ?? null),
    ]);
    const found = new Map(rows.map((row) => [Number(row.place), senderOf(row)]));
    return whom.map((_, i) => found.get(i + 1));
  }

  /** Locks one conversation. Undefined for whoever is not in it today. */
  async lockAsMember(tx: Transaction, conversationId: ConversationId, memberId: MemberId): Promise<Sender | undefined> {
    const whom = [{ conversationId, memberId }];
    await this.lock(tx, whom);
    return (await this.senders(tx, whom))[0];
  }

  /**
   * The next events of the logs, in the order given, and the messages in them; where they stand, one for one. Senders have read up to
   * there. Call under the lock, or for a single message.
   */
  async append(tx: Transaction, messages: readonly NewMessage[]): Promise<{ seq: number; sentAt: Date }[]> {
    const rows = await tx.hot<{ id: string; seq: string; sent_at: Date }>(APPEND, [
      uuidOf(tx.organisationId),
      messages.map(({ conversationId }) => uuidOf(conversationId)),
      messages.map(({ id }) => uuidOf(id)),
      messages.map(({ sender }) => uuidOf(sender.userId)),
      messages.map(({ sender }) => (sender.isSystem ? 'SYSTEM' : sender.isGuest ? 'GUEST' : 'USER')),
      messages.map(({ sender }) => sender.displayName),
      messages.map(({ sender }) => sender.avatarUrl),
      messages.map(({ body }) => body),
      messages.map(({ nonce }) => nonce),
      messages.map(({ notice }) => (notice ? JSON.stringify(notice) : null)),
      messages.map(({ digest }) => digest),
      messages.map(({ replyToSeq }) => replyToSeq ?? null),
    ]);
    const placed = new Map(rows.map((row) => [row.id.replaceAll('-', ''), row]));
    return messages.map(({ id }) => {
      const row = placed.get(uuidOf(id));
      if (!row) throw new Error(`${id} was not stored: its conversation is gone`);
      return { seq: Number(row.seq), sentAt: row.sent_at };
    });
  }
}

const senderOf = (row: SenderRow): Sender => ({
  isOpen: row.is_open,
  mayWrite: mayWrite(row.role, row.presenters_may_chat),
  ownName: row.is_from_elsewhere ? row.own_name : null,
  isGuest: row.is_guest,
  named: row.is_from_elsewhere
    ? { displayName: row.own_name ?? '', avatarUrl: null }
    : row.display_name === null
      ? undefined
      : { displayName: row.display_name, avatarUrl: row.avatar_url },
  hasSaid: row.has_said,
});
