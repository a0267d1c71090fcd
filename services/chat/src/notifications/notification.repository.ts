import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { USUAL_PREFERENCES, type NotificationLevel, type NotificationPreferences } from './notification.ts';

/** The level of a member, where `l` is what they have set and `c` the conversation; as `usualLevel` says where they have not. */
export const WANTED_LEVEL = `coalesce(l.level, CASE c.kind WHEN 'meeting' THEN 'MENTIONS' ELSE 'ALL' END)`;

interface PreferenceRow {
  quiet_from: string | null;
  quiet_to: string | null;
  time_zone: string;
  shows_words: boolean;
  mails_missed: boolean;
}

/** The SQL of what people want to be told. */
@Injectable()
export class NotificationRepository {
  /** What this person has set, by conversation; absent where they have set nothing. */
  async levels(
    tx: Transaction,
    userId: UserId,
    ids: readonly ConversationId[],
  ): Promise<Map<ConversationId, NotificationLevel>> {
    const rows = await tx.query<{ conversation_id: string; level: NotificationLevel }>(
      `SELECT conversation_id, level FROM notification_level WHERE organisation_id = $1 AND user_id = $2 AND conversation_id = ANY ($3::uuid[])`,
      [uuidOf(tx.organisationId), uuidOf(userId), ids.map(uuidOf)],
    );
    return new Map(rows.map((row) => [idFrom('conversation', row.conversation_id), row.level]));
  }

  async setLevel(tx: Transaction, userId: UserId, id: ConversationId, level: NotificationLevel): Promise<void> {
    await tx.query(
      `INSERT INTO notification_level (organisation_id, conversation_id, user_id, level) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organisation_id, conversation_id, user_id) DO UPDATE SET level = EXCLUDED.level`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(userId), level],
    );
  }

  /** Locked against others who change them at the same time, if `forChange`. */
  async preferences(tx: Transaction, userId: UserId, forChange = false): Promise<NotificationPreferences> {
    const [row] = await tx.query<PreferenceRow>(
      `SELECT * FROM notification_preference WHERE organisation_id = $1 AND user_id = $2 ${forChange ? 'FOR UPDATE' : ''}`,
      [uuidOf(tx.organisationId), uuidOf(userId)],
    );
    if (!row) return USUAL_PREFERENCES;
    const { quiet_from: from, quiet_to: to, time_zone: timeZone } = row;
    return {
      quiet: from && to ? { from, to, timeZone } : null,
      showsWords: row.shows_words,
      mailsMissed: row.mails_missed,
    };
  }

  async setPreferences(tx: Transaction, userId: UserId, wanted: NotificationPreferences): Promise<void> {
    const { quiet, showsWords, mailsMissed } = wanted;
    await tx.query(
      `INSERT INTO notification_preference (organisation_id, user_id, quiet_from, quiet_to, time_zone, shows_words, mails_missed)
       VALUES ($1, $2, $3, $4, coalesce($5, 'UTC'), $6, $7)
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET quiet_from = EXCLUDED.quiet_from, quiet_to = EXCLUDED.quiet_to,
         time_zone = EXCLUDED.time_zone, shows_words = EXCLUDED.shows_words, mails_missed = EXCLUDED.mails_missed`,
      [
        uuidOf(tx.organisationId),
        uuidOf(userId),
        quiet?.from ?? null,
        quiet?.to ?? null,
        quiet?.timeZone ?? null,
        showsWords,
        mailsMissed,
      ],
    );
  }
}
