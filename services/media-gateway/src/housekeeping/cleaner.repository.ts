import { Injectable } from '@nestjs/common';
import { idFrom, topics, uuidOf } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** Days behind its end after which a meeting is not followed any more, nor its guests and its lobby. */
const AFTER_END_DAYS = 1;
/** Days for which a refused or given up wait is remembered. */
const DECIDED_DAYS = 1;
/** Rows that go in one statement, so that nobody waits for it. */
export const BATCH = 1_000;

const ENDED = `EXISTS (SELECT FROM meeting m WHERE m.organisation_id = t.organisation_id AND m.id = t.meeting_id
  AND m.ended_at < now() - make_interval(days => ${AFTER_END_DAYS}))`;
const chosen = (table: string, where: string) =>
  `ctid = ANY (ARRAY(SELECT t.ctid FROM ${table} t WHERE t.organisation_id = $1 AND ${where} LIMIT ${BATCH}))`;

/** What goes by itself; each of `$1` organisation alone, each telling how many rows went. */
const ALWAYS = {
  'tries of passcodes': `DELETE FROM passcode_try WHERE ${chosen('passcode_try', 't.until < now()')}`,
  guests: `DELETE FROM guest WHERE ${chosen('guest', `(t.expires_at < now() - make_interval(days => ${AFTER_END_DAYS}) OR ${ENDED})`)}`,
  'former rooms': `DELETE FROM former_room WHERE ${chosen('former_room', `t.closed_at < now() - make_interval(days => ${AFTER_END_DAYS})`)}`,
  'sessions that nobody entered': `WITH gone AS (
      DELETE FROM meeting_session WHERE ${chosen('meeting_session', 't.started_at IS NULL AND t.ended_at IS NOT NULL')} RETURNING conversation_id)
    DELETE FROM meeting_session_directory d USING gone WHERE d.conversation_id = gone.conversation_id`,
};

/** Waits that were decided, with their logs. `$2`: what a wait's topic begins with. */
const LOBBY = `WITH gone AS (
    DELETE FROM lobby_entry WHERE ${chosen(
      'lobby_entry',
      `(${ENDED} OR (t.state IN ('REFUSED', 'LEFT') AND t.decided_at < now() - make_interval(days => ${DECIDED_DAYS})))`,
    )} RETURNING id
  ), places AS (DELETE FROM lobby_directory d USING gone WHERE d.lobby_id = gone.id),
  logs AS (DELETE FROM meeting_event e USING gone
    WHERE e.organisation_id = $1 AND e.topic = $2 || replace(gone.id::text, '-', ''))
  SELECT count(*)::integer AS n FROM gone`;

/** The logs of meetings that ended, but for the last event: whoever asks is told that there was more. `$2`: as above. */
const LOGS = `WITH gone AS (DELETE FROM meeting_event WHERE ctid = ANY (ARRAY(
    SELECT e.ctid FROM meeting m JOIN meeting_event e ON e.organisation_id = m.organisation_id
      AND e.topic = $2 || replace(m.id::text, '-', '') AND e.seq < m.last_seq
    WHERE m.organisation_id = $1 AND m.ended_at < now() - make_interval(days => ${AFTER_END_DAYS}) LIMIT ${BATCH})) RETURNING 1)
  SELECT count(*)::integer AS n FROM gone`;

/** Mails that were sent, given up, or lay about with nobody to send them, `$2` days after. */
const MAILS = `DELETE FROM mail WHERE ${chosen('mail', 'coalesce(t.sent_at, t.dead_at, t.next_attempt_at) < now() - make_interval(days => $2)')}`;

/**
 * Who was invited and what they answered, with their links, once their meeting was over for `$2` days, with its last time where
 * nobody ended it, and nobody is remembered to have been in it since.
 */
const INVITEES = `WITH gone AS (DELETE FROM invitee WHERE ${chosen(
  'invitee',
  `EXISTS (SELECT FROM meeting m WHERE m.organisation_id = t.organisation_id AND m.id = t.meeting_id
     AND coalesce(m.ended_at, (SELECT max(o.ends_at) FROM occurrence o
       WHERE o.organisation_id = m.organisation_id AND o.meeting_id = m.id)) < now() - make_interval(days => $2))
   AND NOT EXISTS (SELECT FROM attendance a WHERE a.organisation_id = t.organisation_id AND a.meeting_id = t.meeting_id)`,
)} RETURNING id
  ), links AS (DELETE FROM invitation_directory d USING gone WHERE d.organisation_id = $1 AND d.invitee_id = gone.id)
  SELECT count(*)::integer AS n FROM gone`;

/** Who was where, `$2` days after. A meeting's host stays known: the meeting is theirs. */
const HISTORY = {
  attendance: `DELETE FROM attendance WHERE ${chosen('attendance', 't.left_at < now() - make_interval(days => $2)')}`,
  participants: `DELETE FROM participant WHERE ${chosen(
    'participant',
    `t.admitted_at < now() - make_interval(days => $2) AND NOT EXISTS (SELECT FROM attendance a
       WHERE a.organisation_id = t.organisation_id AND a.participant_id = t.id)`,
  )}`,
  calls: `DELETE FROM call WHERE ${chosen('call', 't.ended_at < now() - make_interval(days => $2)')}`,
  bans: `DELETE FROM ban WHERE ${chosen('ban', endedFor('$2'))}`,
  roles: `DELETE FROM meeting_role WHERE ${chosen('meeting_role', endedFor('$2'))}`,
};

function endedFor(days: string): string {
  return `EXISTS (SELECT FROM meeting m WHERE m.organisation_id = t.organisation_id AND m.id = t.meeting_id
    AND m.ended_at < now() - make_interval(days => ${days}))`;
}

/** For how many days what is remembered. */
export interface Remembered {
  /** Who was where, and who was invited; 0: for good. */
  historyDays: number;
  mailDays: number;
}

/** The SQL that forgets. */
@Injectable()
export class CleanerRepository {
  /** Names of what goes, in order. */
  readonly kinds = [...Object.keys(ALWAYS), 'waits', 'logs', 'mails', ...Object.keys(HISTORY), 'invitees'];

  /** One batch of one kind; how many rows went. */
  async forget(tx: Transaction, kind: string, { historyDays, mailDays }: Remembered): Promise<number> {
    const organisation = uuidOf(tx.organisationId);
    if (kind === 'waits') return this.count(tx, LOBBY, [organisation, topics.lobby(idFrom('lobby', ''))]);
    if (kind === 'logs') return this.count(tx, LOGS, [organisation, topics.meeting(idFrom('meeting', ''))]);
    if (kind === 'mails') return this.delete(tx, MAILS, [organisation, mailDays]);
    const always = ALWAYS[kind as keyof typeof ALWAYS];
    if (always) return this.delete(tx, always, [organisation]);
    if (historyDays === 0) return 0;
    if (kind === 'invitees') return this.count(tx, INVITEES, [organisation, historyDays]);
    return this.delete(tx, HISTORY[kind as keyof typeof HISTORY], [organisation, historyDays]);
  }

  private async count(tx: Transaction, sql: string, values: unknown[]): Promise<number> {
    const [row] = await tx.query<{ n: number }>(sql, values);
    return row?.n ?? 0;
  }

  private async delete(tx: Transaction, sql: string, values: unknown[]): Promise<number> {
    return (await tx.query(`${sql} RETURNING 1`, values)).length;
  }
}
