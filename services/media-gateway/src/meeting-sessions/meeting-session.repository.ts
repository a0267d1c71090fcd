import { Inject, Injectable } from '@nestjs/common';
import {
  idFrom,
  uuidOf,
  type ConversationId,
  type MeetingId,
  type OrganisationId,
  type UserId,
} from '@parley/contracts';
import { DATA_SOURCE, newId, type Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { DataSource } from 'typeorm';
import { EMPTY_MINUTES, type MeetingSession } from './meeting-session.ts';

interface Row {
  id: string;
  meeting_id: string;
  conversation_id: string;
  started_at: Date | null;
  ended_at: Date | null;
}

/** A session with its place in the list. */
export type ListedSession = MeetingSession & { startedMicros: string };

const COLUMNS = 's.id, s.meeting_id, s.conversation_id, s.started_at, s.ended_at';

/** The SQL of `meeting_session` and its directory. Change it under the meeting's lock. */
@Injectable()
export class MeetingSessionRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async current(tx: Transaction, meetingId: MeetingId): Promise<MeetingSession | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM meeting_session s WHERE s.organisation_id = $1 AND s.meeting_id = $2 AND s.ended_at IS NULL`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return row && sessionOf(tx, row);
  }

  /** A new one, which nobody is in yet. There must be none that goes on. */
  async open(tx: Transaction, meetingId: MeetingId): Promise<MeetingSession> {
    const [id, conversationId] = [newId('meetingSession'), newId('conversation')];
    await tx.query(
      `INSERT INTO meeting_session (organisation_id, id, meeting_id, conversation_id) VALUES ($1, $2, $3, $4)`,
      [uuidOf(tx.organisationId), uuidOf(id), uuidOf(meetingId), uuidOf(conversationId)],
    );
    await tx.query(`INSERT INTO meeting_session_directory (conversation_id, organisation_id) VALUES ($1, $2)`, [
      uuidOf(conversationId),
      uuidOf(tx.organisationId),
    ]);
    return { id, organisationId: tx.organisationId, meetingId, conversationId, startedAt: null, endedAt: null };
  }

  /** Somebody is in; a word that comes late moves the start back, never forward. */
  async entered(tx: Transaction, { id }: MeetingSession, at: Date): Promise<MeetingSession> {
    const [row] = await tx.query<Row>(
      `WITH s AS (UPDATE meeting_session SET started_at = least(started_at, $3::timestamptz), empty_since = NULL
         WHERE organisation_id = $1 AND id = $2 RETURNING *) SELECT ${COLUMNS} FROM s`,
      [uuidOf(tx.organisationId), uuidOf(id), at],
    );
    return sessionOf(tx, row as Row);
  }

  /** Nobody is in any more, as of `at`. */
  async emptied(tx: Transaction, meetingId: MeetingId, at: Date): Promise<void> {
    await tx.query(
      `UPDATE meeting_session SET empty_since = greatest(started_at, least($3::timestamptz, now()))
       WHERE organisation_id = $1 AND meeting_id = $2 AND ended_at IS NULL`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), at],
    );
  }

  /** Somebody is on the way in: an empty one waits for them. */
  async stayOpen(tx: Transaction, { id }: MeetingSession): Promise<void> {
    await tx.query(
      `UPDATE meeting_session SET empty_since = now() WHERE organisation_id = $1 AND id = $2 AND empty_since IS NOT NULL`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
  }

  /** The one that goes on has ended: when the last one left, or now. Undefined when there was none. */
  async end(tx: Transaction, meetingId: MeetingId, at: Date | null): Promise<MeetingSession | undefined> {
    const [row] = await tx.query<Row>(
      `WITH s AS (UPDATE meeting_session m SET ended_at = greatest(m.started_at, coalesce($3::timestamptz, (
           SELECT max(left_at) FROM attendance a
           WHERE a.organisation_id = m.organisation_id AND a.meeting_id = m.meeting_id AND a.joined_at >= m.started_at
         ), m.empty_since, now()))
         WHERE organisation_id = $1 AND meeting_id = $2 AND ended_at IS NULL RETURNING *) SELECT ${COLUMNS} FROM s`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), at],
    );
    return row && sessionOf(tx, row);
  }

  /** Meetings whose session has been empty for long enough. */
  async deserted(tx: Transaction): Promise<MeetingId[]> {
    const rows = await tx.query<{ meeting_id: string }>(
      `SELECT meeting_id FROM meeting_session
       WHERE organisation_id = $1 AND ended_at IS NULL AND empty_since <= now() - make_interval(mins => ${EMPTY_MINUTES})
       ORDER BY meeting_id`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => idFrom('meeting', row.meeting_id));
  }

  async isDeserted(tx: Transaction, meetingId: MeetingId): Promise<boolean> {
    return (await this.deserted(tx)).includes(meetingId);
  }

  /**
   * Those that have started, the newest first; one more than the page has, if there is one.
   * @param attendedBy only those in which this person was; null: all
   */
  async page(tx: Transaction, meetingId: MeetingId, attendedBy: UserId | null, asked: Page): Promise<ListedSession[]> {
    const rows = await tx.query<Row & { started_us: string }>(
      `SELECT * FROM (
         SELECT ${COLUMNS}, (extract(epoch FROM s.started_at) * 1000000)::bigint AS started_us FROM meeting_session s
         WHERE s.organisation_id = $1 AND s.meeting_id = $2 AND s.started_at IS NOT NULL AND ($3::uuid IS NULL OR EXISTS (
           SELECT FROM attendance a JOIN participant p ON p.organisation_id = a.organisation_id AND p.id = a.participant_id
           WHERE a.organisation_id = s.organisation_id AND a.meeting_id = s.meeting_id AND p.user_id = $3
             AND a.joined_at <= coalesce(s.ended_at, 'infinity') AND coalesce(a.left_at, 'infinity') >= s.started_at))
       ) listed
       WHERE $4::bigint IS NULL OR (started_us, id) < ($4::bigint, $5::uuid)
       ORDER BY started_us DESC, id DESC LIMIT $6`,
      [
        uuidOf(tx.organisationId),
        uuidOf(meetingId),
        attendedBy && uuidOf(attendedBy),
        asked.key?.[0] ?? null,
        asked.key?.[1] ?? null,
        asked.limit + 1,
      ],
    );
    return rows.map((row) => ({ ...sessionOf(tx, row), startedMicros: row.started_us }));
  }

  async byConversation(tx: Transaction, id: ConversationId): Promise<MeetingSession | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${COLUMNS} FROM meeting_session s WHERE s.organisation_id = $1 AND s.conversation_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(id)],
    );
    return row && sessionOf(tx, row);
  }

  /** Which organisation this conversation belongs to. */
  async organisationOf(id: ConversationId): Promise<OrganisationId | undefined> {
    const [row] = await this.dataSource.query<{ organisation_id: string }[]>(
      `SELECT organisation_id FROM meeting_session_directory WHERE conversation_id = $1`,
      [uuidOf(id)],
    );
    return row && idFrom('organisation', row.organisation_id);
  }
}

const sessionOf = (tx: Transaction, row: Row): MeetingSession => ({
  id: idFrom('meetingSession', row.id),
  organisationId: tx.organisationId,
  meetingId: idFrom('meeting', row.meeting_id),
  conversationId: idFrom('conversation', row.conversation_id),
  startedAt: row.started_at,
  endedAt: row.ended_at,
});
