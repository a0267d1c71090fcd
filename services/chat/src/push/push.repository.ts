import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MessageId, type OrganisationId, type UserId } from '@parley/contracts';
import { DATA_SOURCE, type Statement, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';
import type { CallNotice } from '../calls/call-notice.ts';
import { messagesById } from '../messages/message.row.ts';
import { IS_NOT_TO_DISTURB } from '../notifications/do-not-disturb.repository.ts';
import { WANTED_LEVEL } from '../notifications/notification.repository.ts';
import { SUBSCRIPTION_DAYS } from './push-subscription.ts';
import { dueOf, type DueRow } from './push.row.ts';
import { LIFE_SECONDS, type DuePush, type PushKind } from './push.ts';

/** Seconds until a push that could not be sent is tried again, by how often it was tried. */
const PATIENCE_SECONDS = [5, 20, 60, 300, 900];
/** Tries after which it is given up. */
const MOST_ATTEMPTS = 6;
const BATCH = 50;

/** Browsers that may be told something today: of this key, and not away for longer than a session lasts. `$1` organisation, `$2` key. */
const LIVING = `s.organisation_id = $1 AND s.server_key = $2 AND s.renewed_at > now() - make_interval(days => ${SUBSCRIPTION_DAYS})`;

const ADD_MESSAGES: Statement = {
  name: 'push-messages',
  text: `WITH said AS (
     SELECT m.id, m.conversation_id, m.seq, m.ordinal, m.sender_id FROM ${messagesById('$3')}
     WHERE m.sender_kind <> 'SYSTEM' AND m.deleted_at IS NULL
   ), told AS (
     SELECT m.user_id, said.id AS message_id, said.conversation_id, said.seq, ${WANTED_LEVEL} AS level,
       EXISTS (SELECT FROM message_mention n WHERE n.organisation_id = $1 AND n.conversation_id = said.conversation_id
         AND n.message_seq = said.seq AND n.member_id = m.user_id AND n.is_present) AS is_mentioned
     FROM said
     JOIN conversation c ON c.organisation_id = $1 AND c.id = said.conversation_id
     JOIN conversation_member m ON m.organisation_id = $1 AND m.conversation_id = said.conversation_id AND m.left_seq IS NULL
       AND NOT (m.is_guest OR m.is_visitor) AND m.user_id <> said.sender_id AND m.joined_seq < said.seq
       AND ($4::uuid[] IS NULL AND m.read_ordinal < said.ordinal OR m.user_id = ANY ($4::uuid[]))
     LEFT JOIN notification_level l ON l.organisation_id = $1 AND l.conversation_id = m.conversation_id AND l.user_id = m.user_id
   )
   INSERT INTO push (organisation_id, id, subscription_id, kind, conversation_id, message_seq, expires_at)
   SELECT $1, message_id, s.id, CASE WHEN is_mentioned THEN 'MENTION' ELSE 'MESSAGE' END, conversation_id, seq,
     now() + make_interval(secs => ${LIFE_SECONDS.MESSAGE})
   FROM told JOIN push_subscription s ON ${LIVING} AND s.user_id = told.user_id
   WHERE level = 'ALL' OR (level = 'MENTIONS' AND is_mentioned)
   ON CONFLICT DO NOTHING RETURNING id`,
};

/** The SQL of `push`: what browsers are to be told. */
@Injectable()
export class PushRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Organisations in which something may be due. */
  async organisations(): Promise<OrganisationId[]> {
    const rows = await this.dataSource.query<{ organisation_id: string }[]>(
      `SELECT organisation_id FROM notification_directory`,
    );
    return rows.map((row) => idFrom('organisation', row.organisation_id));
  }

  /**
   * Messages, for the browsers of whoever wants to hear of them and has not read them; of `only` these, whom they mention now.
   * @returns whether there is anybody
   */
  async addMessages(
    tx: Transaction,
    ids: readonly MessageId[],
    serverKey: string,
    only?: readonly UserId[],
  ): Promise<boolean> {
    const rows = await tx.hot<object>(ADD_MESSAGES, [
      uuidOf(tx.organisationId),
      serverKey,
      ids.map(uuidOf),
      only ? only.map(uuidOf) : null,
    ]);
    return rows.length > 0;
  }

  /** A call, for all browsers of these people. */
  async addCall(
    tx: Transaction,
    { kind, call, expiresAt }: { kind: PushKind; call: CallNotice; expiresAt: Date },
    userIds: readonly UserId[],
    serverKey: string,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO push (organisation_id, id, subscription_id, kind, call, expires_at)
       SELECT $1, $3, s.id, $4, $5, $6 FROM push_subscription s WHERE ${LIVING} AND s.user_id = ANY ($7::uuid[])
       ON CONFLICT DO NOTHING`,
      [
        uuidOf(tx.organisationId),
        serverKey,
        call.id.slice(4),
        kind,
        JSON.stringify(call),
        expiresAt.toISOString(),
        userIds.map(uuidOf),
      ],
    );
  }

  /** For this person it rings no more: what has not gone out stays here, and browsers that may ring are told to stop, if `isTold`. */
  async stopRinging(
    tx: Transaction,
    call: CallNotice,
    userId: UserId,
    { expiresAt, isTold }: { expiresAt: Date; isTold: boolean },
  ): Promise<void> {
    const [organisationId, id] = [uuidOf(tx.organisationId), call.id.slice(4)];
    await tx.query(
      `WITH rung AS (
         UPDATE push p SET done_at = coalesce(done_at, now()) FROM push_subscription s
         WHERE p.organisation_id = $1 AND p.id = $2 AND p.kind = 'CALL' AND s.organisation_id = $1 AND s.id = p.subscription_id
           AND s.user_id = $5 RETURNING p.subscription_id, p.attempts
       )
       INSERT INTO push (organisation_id, id, subscription_id, kind, call, expires_at)
       SELECT $1, $2, subscription_id, 'CALL_SETTLED', $3, $4 FROM rung WHERE attempts > 0 AND $6 ON CONFLICT DO NOTHING`,
      [organisationId, id, JSON.stringify(call), expiresAt.toISOString(), uuidOf(userId), isTold],
    );
  }

  /** Takes some that are due, oldest first; whoever dies over one leaves it to be tried again, so that it may come twice. */
  async take(tx: Transaction): Promise<DuePush[]> {
    const rows = await tx.query<DueRow>(
      `WITH due AS (
         SELECT id, kind, subscription_id FROM push
         WHERE organisation_id = $1 AND done_at IS NULL AND next_attempt_at <= now() AND expires_at > now()
         ORDER BY next_attempt_at, id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
       ), taken AS (
         UPDATE push p SET attempts = attempts + 1,
           next_attempt_at = now() + make_interval(secs => ($2::integer[])[least(attempts, ${PATIENCE_SECONDS.length - 1}) + 1])
         FROM due WHERE p.organisation_id = $1 AND p.id = due.id AND p.kind = due.kind AND p.subscription_id = due.subscription_id
         RETURNING p.*
       )
       SELECT t.id, t.kind, t.subscription_id, t.attempts, t.expires_at, t.call, s.endpoint, s.p256dh, s.auth, s.server_key, s.language,
         p.quiet_from, p.quiet_to, p.time_zone, coalesce(p.shows_words, true) AS shows_words, ${IS_NOT_TO_DISTURB} AS is_not_to_disturb,
         t.conversation_id, m.sender_name, m.body, c.title,
         (SELECT a.name FROM attachment a WHERE a.organisation_id = $1 AND a.conversation_id = t.conversation_id AND a.message_seq = t.message_seq
          ORDER BY a.place LIMIT 1) AS file_name,
         t.message_seq IS NOT NULL AND (m.deleted_at IS NOT NULL OR r.user_id IS NULL OR (t.kind = 'MESSAGE' AND r.read_ordinal >= m.ordinal)) AS is_stale
       FROM taken t
       JOIN push_subscription s ON s.organisation_id = $1 AND s.id = t.subscription_id
       LEFT JOIN notification_preference p ON p.organisation_id = $1 AND p.user_id = s.user_id
       LEFT JOIN do_not_disturb d ON d.organisation_id = $1 AND d.user_id = s.user_id
       LEFT JOIN message m ON m.organisation_id = $1 AND m.conversation_id = t.conversation_id AND m.seq = t.message_seq
       LEFT JOIN conversation c ON c.organisation_id = $1 AND c.id = t.conversation_id
       LEFT JOIN conversation_member r ON r.organisation_id = $1 AND r.conversation_id = t.conversation_id AND r.user_id = s.user_id AND r.left_seq IS NULL`,
      [uuidOf(tx.organisationId), PATIENCE_SECONDS],
    );
    return rows.map(dueOf);
  }

  /** Nothing more is to be done about it. */
  async settle(tx: Transaction, { id, kind, subscriptionId }: DuePush): Promise<void> {
    await tx.query(
      `UPDATE push SET done_at = now() WHERE organisation_id = $1 AND id = $2 AND kind = $3 AND subscription_id = $4`,
      [uuidOf(tx.organisationId), id, kind, subscriptionId],
    );
  }

  /** To be tried again, not before so many seconds. @returns whether it is given up now */
  async postpone(tx: Transaction, { id, kind, subscriptionId }: DuePush, seconds: number): Promise<boolean> {
    const [row] = await tx.query<{ is_over: boolean }>(
      `WITH late AS (
         UPDATE push SET next_attempt_at = greatest(next_attempt_at, now() + make_interval(secs => $5)),
           done_at = CASE WHEN attempts >= ${MOST_ATTEMPTS} THEN now() END
         WHERE organisation_id = $1 AND id = $2 AND kind = $3 AND subscription_id = $4 RETURNING done_at IS NOT NULL AS is_over
       ) SELECT * FROM late`,
      [uuidOf(tx.organisationId), id, kind, subscriptionId, seconds],
    );
    return row?.is_over ?? true;
  }

  /** What is no news any more, told or not. */
  async forgetOld(tx: Transaction): Promise<void> {
    await tx.query(`DELETE FROM push WHERE organisation_id = $1 AND expires_at <= now()`, [uuidOf(tx.organisationId)]);
  }
}
