import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type RecordingId, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { moderates } from '../roles/moderates-sql.ts';
import type { Recording } from './recording.ts';

interface Row extends Omit<Recording, 'id' | 'meetingId' | 'startedBy' | 'bytes'> {
  id: string;
  meetingId: string;
  startedBy: string;
  bytes: string | null;
}

const COLUMNS: Record<Exclude<keyof Recording, 'id' | 'meetingId' | 'startedBy' | 'requestedAt'>, string> = {
  state: 'state',
  cause: 'cause',
  waitingSince: 'waiting_since',
  startedAt: 'started_at',
  stopAskedAt: 'stop_asked_at',
  endedAt: 'ended_at',
  finaliser: 'finaliser',
  finaliserSeenAt: 'finaliser_seen_at',
  finaliseTries: 'finalise_tries',
  durationSeconds: 'duration_seconds',
  missingSeconds: 'missing_seconds',
  bytes: 'bytes',
  key: 'key',
  contentType: 'content_type',
  expiresAt: 'expires_at',
  deletedAt: 'deleted_at',
};
/** What may be changed of a recording. */
export type RecordingChange = Partial<Pick<Recording, keyof typeof COLUMNS>>;

const SELECTED = `id, meeting_id AS "meetingId", started_by AS "startedBy", requested_at AS "requestedAt", ${Object.entries(
  COLUMNS,
)
  .map(([name, column]) => `${column} AS "${name}"`)
  .join(', ')}`;
const UNDER_WAY = `state IN ('WAITING', 'RECORDING', 'LOST_WORKER', 'FINALISING')`;

/** The SQL of `recording`. Change it under the meeting's lock. */
@Injectable()
export class RecordingRepository {
  async insert(tx: Transaction, id: RecordingId, meetingId: MeetingId, startedBy: UserId): Promise<void> {
    await tx.query(`INSERT INTO recording (organisation_id, id, meeting_id, started_by) VALUES ($1, $2, $3, $4)`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
      uuidOf(meetingId),
      uuidOf(startedBy),
    ]);
  }

  async find(tx: Transaction, id: RecordingId): Promise<Recording | undefined> {
    const [row] = await tx.query<Row>(`SELECT ${SELECTED} FROM recording WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
    ]);
    return row && recordingOf(row);
  }

  /** The newest of these meetings' recordings that is under way: waiting, running, or being made into a file. */
  async underWay(tx: Transaction, meetingId: MeetingId): Promise<Recording | undefined> {
    const [row] = await tx.query<Row>(
      `SELECT ${SELECTED} FROM recording WHERE organisation_id = $1 AND meeting_id = $2 AND ${UNDER_WAY} ORDER BY id DESC LIMIT 1`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return row && recordingOf(row);
  }

  /** The newest first; one more than the page has, if there is one. */
  async page(tx: Transaction, meetingId: MeetingId, asked: Page): Promise<Recording[]> {
    const rows = await tx.query<Row>(
      `SELECT ${SELECTED} FROM recording
       WHERE organisation_id = $1 AND meeting_id = $2 AND ($3::uuid IS NULL OR id < $3::uuid) ORDER BY id DESC LIMIT $4`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), asked.key?.[0] ?? null, asked.limit + 1],
    );
    return rows.map(recordingOf);
  }

  async set(tx: Transaction, id: RecordingId, change: RecordingChange): Promise<void> {
    const names = Object.keys(change) as (keyof typeof COLUMNS)[];
    if (names.length === 0) return;
    const sets = names.map((name, index) => `${COLUMNS[name]} = $${index + 3}`);
    await tx.query(`UPDATE recording SET ${sets.join(', ')} WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
      ...names.map((name) => change[name]),
    ]);
  }

  /** Whoever makes the file is at it. */
  async finaliserSeen(tx: Transaction, id: RecordingId): Promise<void> {
    await tx.query(`UPDATE recording SET finaliser_seen_at = now() WHERE organisation_id = $1 AND id = $2`, [
      uuidOf(tx.organisationId),
      uuidOf(id),
    ]);
  }

  /** Whether nobody has been in the meeting for this many seconds, as far as is known. */
  async isEmpty(tx: Transaction, meetingId: MeetingId, seconds: number): Promise<boolean> {
    const [row] = await tx.query<{ is_empty: boolean }>(
      `SELECT coalesce(bool_and(coalesce(left_at < now() - make_interval(secs => $3), false)), true) AS is_empty
       FROM attendance WHERE organisation_id = $1 AND meeting_id = $2`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), seconds],
    );
    return row?.is_empty ?? true;
  }

  /** Whether this person moderates the meeting or was in it. Of any id the same is asked, whether it is a meeting or not. */
  async mayHave(tx: Transaction, meetingId: MeetingId, userId: UserId): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM (VALUES ($2::uuid)) AS m (id)
       WHERE ${moderates('m.id', '$3')}
         OR EXISTS (SELECT FROM meeting e WHERE e.organisation_id = $1 AND e.id = m.id AND e.host_user_id = $3)
         OR EXISTS (SELECT FROM attendance a JOIN participant p ON p.organisation_id = a.organisation_id AND p.id = a.participant_id
           WHERE a.organisation_id = $1 AND a.meeting_id = m.id AND p.user_id = $3)`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(userId)],
    );
    return rows.length > 0;
  }

  /** Whether somebody was in this meeting with a device that connected. */
  async wasIn(tx: Transaction, meetingId: MeetingId, userId: UserId): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM attendance a JOIN participant p ON p.organisation_id = a.organisation_id AND p.id = a.participant_id
       WHERE a.organisation_id = $1 AND a.meeting_id = $2 AND p.user_id = $3 LIMIT 1`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), uuidOf(userId)],
    );
    return rows.length > 0;
  }
}

const recordingOf = (row: Row): Recording => ({
  ...row,
  id: idFrom('recording', row.id),
  meetingId: idFrom('meeting', row.meetingId),
  startedBy: idFrom('user', row.startedBy),
  bytes: row.bytes === null ? null : Number(row.bytes),
});
