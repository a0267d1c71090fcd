import { Injectable } from '@nestjs/common';
import {
  idFrom,
  uuidOf,
  type MeetingId,
  type ParticipantId,
  type RecordingFinalised,
  type RecordingId,
  type RecordingReport,
} from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { PartState, RecordingPart } from './recording.ts';

interface Row extends Omit<RecordingPart, 'identity' | 'capturedMs' | 'bytes'> {
  identity: string;
  capturedMs: string;
  bytes: string;
}

/** A stage page's right to look at a meeting. */
export interface StageSeat {
  recordingId: RecordingId;
  identity: ParticipantId;
  /** Seq of the meeting's log behind which it may read. */
  admittedSeq: number;
}

const OPEN = `p.state IN ('ASKED', 'JOINED', 'RECORDING')`;
const SELECTED = `part, worker_id AS "workerId", identity, token_hash AS "tokenHash", state, cause, asked_at AS "askedAt", seen_at AS "seenAt",
  started_at AS "startedAt", captured_ms AS "capturedMs", bytes, duration_seconds AS "durationSeconds"`;

/** The SQL of `recording_part`. */
@Injectable()
export class RecordingPartRepository {
  /** In their order. */
  async of(tx: Transaction, recordingId: RecordingId): Promise<RecordingPart[]> {
    const rows = await tx.query<Row>(
      `SELECT ${SELECTED} FROM recording_part WHERE organisation_id = $1 AND recording_id = $2 ORDER BY part`,
      [uuidOf(tx.organisationId), uuidOf(recordingId)],
    );
    return rows.map((row) => ({
      ...row,
      identity: idFrom('participant', row.identity),
      capturedMs: Number(row.capturedMs),
      bytes: Number(row.bytes),
    }));
  }

  /** A worker is about to be asked; its stage page may read the meeting's log from here on. */
  async ask(
    tx: Transaction,
    { recordingId, meetingId }: { recordingId: RecordingId; meetingId: MeetingId },
    part: Pick<RecordingPart, 'part' | 'workerId' | 'identity' | 'tokenHash'>,
  ): Promise<void> {
    await tx.query(
      `INSERT INTO recording_part (organisation_id, recording_id, part, worker_id, identity, token_hash, admitted_seq)
       SELECT $1, $2, $3, $4, $5, $6, last_seq FROM meeting WHERE organisation_id = $1 AND id = $7`,
      [
        uuidOf(tx.organisationId),
        uuidOf(recordingId),
        part.part,
        part.workerId,
        uuidOf(part.identity),
        part.tokenHash,
        uuidOf(meetingId),
      ],
    );
  }

  /** What its worker reported, while it is open. What was stored never becomes less, whatever order reports arrive in. */
  async note(tx: Transaction, state: PartState, cause: string | null, report: RecordingReport): Promise<void> {
    await tx.query(
      `UPDATE recording_part p SET state = $4, cause = $5, seen_at = now(), started_at = coalesce(started_at, $6),
         captured_ms = greatest(captured_ms, $7), bytes = greatest(bytes, $8)
       WHERE organisation_id = $1 AND recording_id = $2 AND part = $3 AND ${OPEN}`,
      [
        uuidOf(tx.organisationId),
        uuidOf(report.recordingId),
        report.part,
        state,
        cause,
        report.startedAt,
        report.capturedMs,
        report.bytes,
      ],
    );
  }

  /** Its worker is not at it any more. */
  async end(tx: Transaction, recordingId: RecordingId, part: number, state: 'LOST' | 'REFUSED'): Promise<void> {
    await tx.query(
      `UPDATE recording_part p SET state = $4 WHERE organisation_id = $1 AND recording_id = $2 AND part = $3 AND ${OPEN}`,
      [uuidOf(tx.organisationId), uuidOf(recordingId), part, state],
    );
  }

  /** How long what is stored of each part is. */
  async measure(
    tx: Transaction,
    recordingId: RecordingId,
    parts: Extract<RecordingFinalised, { outcome: 'READY' }>['parts'],
  ): Promise<void> {
    for (const { part, durationSeconds } of parts)
      await tx.query(
        `UPDATE recording_part SET duration_seconds = $4 WHERE organisation_id = $1 AND recording_id = $2 AND part = $3`,
        [uuidOf(tx.organisationId), uuidOf(recordingId), part, durationSeconds],
      );
  }

  /** The stage page with this credential, while its part is open. */
  async seat(tx: Transaction, meetingId: MeetingId, tokenHash: string): Promise<StageSeat | undefined> {
    const [row] = await tx.query<{ recording_id: string; identity: string; admitted_seq: string }>(
      `SELECT p.recording_id, p.identity, p.admitted_seq FROM recording_part p
       JOIN recording r ON r.organisation_id = p.organisation_id AND r.id = p.recording_id
       JOIN meeting m ON m.organisation_id = r.organisation_id AND m.id = r.meeting_id
       WHERE p.organisation_id = $1 AND r.meeting_id = $2 AND p.token_hash = $3 AND ${OPEN}
         AND r.state IN ('WAITING', 'RECORDING', 'LOST_WORKER') AND m.ended_at IS NULL`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), tokenHash],
    );
    return (
      row && {
        recordingId: idFrom('recording', row.recording_id),
        identity: idFrom('participant', row.identity),
        admittedSeq: Number(row.admitted_seq),
      }
    );
  }

  /** Which of these identities are recorders of this meeting, and whether each may be in now. */
  async among(tx: Transaction, meetingId: MeetingId, ids: readonly ParticipantId[]): Promise<Map<string, boolean>> {
    const rows = await tx.query<{ identity: string; is_open: boolean }>(
      `SELECT p.identity, ${OPEN} AS is_open FROM recording_part p
       JOIN recording r ON r.organisation_id = p.organisation_id AND r.id = p.recording_id
       WHERE p.organisation_id = $1 AND r.meeting_id = $2 AND p.identity = ANY ($3::uuid[])`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), ids.map(uuidOf)],
    );
    return new Map(rows.map((row) => [idFrom('participant', row.identity), row.is_open]));
  }
}
