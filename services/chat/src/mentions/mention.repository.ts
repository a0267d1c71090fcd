import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { MemberId } from '../conversations/member.ts';
import type { Author } from '../messages/message.ts';

/** A member who can be mentioned. */
export interface Mentionable extends Author {
  /** Whether they have an inbox here: guests and visitors from elsewhere have none. */
  hasInbox: boolean;
}

/** The SQL of whom messages mention. */
@Injectable()
export class MentionRepository {
  /** Those of `ids` who are in today, and were when what stands at `seq` was said. Call under the conversation's lock. */
  async membersOf(
    tx: Transaction,
    id: ConversationId,
    ids: readonly MemberId[],
    seq: number | undefined,
  ): Promise<Mentionable[]> {
    const rows = await tx.query<{
      user_id: string;
      name: string;
      avatar_url: string | null;
      is_guest: boolean;
      has_inbox: boolean;
    }>(
      `SELECT m.user_id, coalesce(p.display_name, m.display_name, '') AS name, coalesce(p.avatar_url, m.avatar_url) AS avatar_url, m.is_guest,
         NOT (m.is_guest OR m.is_visitor) AS has_inbox
       FROM conversation_member m LEFT JOIN person p ON p.organisation_id = m.organisation_id AND p.user_id = m.user_id
       WHERE m.organisation_id = $1 AND m.conversation_id = $2 AND m.user_id = ANY ($3::uuid[]) AND m.left_seq IS NULL AND (m.until IS NULL OR m.until > now())
         AND ($4::bigint IS NULL OR EXISTS (SELECT FROM conversation_member s WHERE s.organisation_id = m.organisation_id
           AND s.conversation_id = m.conversation_id AND s.user_id = m.user_id AND s.joined_seq < $4::bigint AND (s.left_seq IS NULL OR s.left_seq >= $4::bigint)))`,
      [uuidOf(tx.organisationId), uuidOf(id), ids.map(uuidOf), seq ?? null],
    );
    return rows.map((row) => ({
      userId: idFrom(row.is_guest ? 'guest' : 'user', row.user_id),
      displayName: row.name,
      avatarUrl: row.avatar_url,
      isGuest: row.is_guest,
      isSystem: false,
      hasInbox: row.has_inbox,
    }));
  }

  /** From now on the message mentions these, in this order, and nobody else. Those it has never mentioned before. */
  async replace(tx: Transaction, id: ConversationId, seq: number, mentioned: readonly Author[]): Promise<Set<string>> {
    const place = [uuidOf(tx.organisationId), uuidOf(id), seq];
    await tx.query(
      `UPDATE message_mention SET is_present = false WHERE organisation_id = $1 AND conversation_id = $2 AND message_seq = $3 AND is_present`,
      place,
    );
    const rows = await tx.query<{ member_id: string; is_new: boolean }>(
      `INSERT INTO message_mention (organisation_id, conversation_id, message_seq, member_id, place, display_name, avatar_url, is_guest)
       SELECT $1, $2, $3, w.id, w.place, w.name, w.avatar, w.is_guest
       FROM unnest($4::uuid[], $5::text[], $6::text[], $7::boolean[]) WITH ORDINALITY AS w (id, name, avatar, is_guest, place)
       ON CONFLICT (organisation_id, conversation_id, message_seq, member_id) DO UPDATE SET is_present = true, place = EXCLUDED.place
       RETURNING member_id, xmax = 0 AS is_new`,
      [
        ...place,
        mentioned.map(({ userId }) => uuidOf(userId)),
        mentioned.map(({ displayName }) => displayName),
        mentioned.map(({ avatarUrl }) => avatarUrl),
        mentioned.map(({ isGuest }) => isGuest),
      ],
    );
    return new Set(rows.filter(({ is_new }) => is_new).map(({ member_id }) => member_id.replaceAll('-', '')));
  }
}
