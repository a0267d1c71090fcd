import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type ParticipantId, type RecordingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { Who } from '../participants/who.ts';
import type { RecordingConsent } from './consent.graphql.ts';

/** A word of the log, with its place in it. */
export type ConsentRow = RecordingConsent & { atMicros: string; participantId: ParticipantId };

interface Row {
  participant_id: string;
  user_id: string | null;
  display_name: string;
  stays: boolean;
  text_version: string;
  at: Date;
  at_us: string;
}

/** The SQL of `recording_consent`: who said what to being recorded. Only written to. */
@Injectable()
export class ConsentRepository {
  /** The same again, of the same device, changes nothing. */
  async note(
    tx: Transaction,
    recordingId: RecordingId,
    said: Who & { participantId: ParticipantId; displayName: string; stays: boolean; textVersion: string },
  ): Promise<void> {
    await tx.query(
      `INSERT INTO recording_consent
         (organisation_id, recording_id, participant_id, stays, user_id, guest_token_hash, display_name, text_version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
      [
        uuidOf(tx.organisationId),
        uuidOf(recordingId),
        uuidOf(said.participantId),
        said.stays,
        said.userId && uuidOf(said.userId),
        said.guestTokenHash,
        said.displayName,
        said.textVersion,
      ],
    );
  }

  /** In the order of time; one more than the page has, if there is one. */
  async page(tx: Transaction, recordingId: RecordingId, asked: Page): Promise<ConsentRow[]> {
    const rows = await tx.query<Row>(
      `SELECT * FROM (
         SELECT participant_id, user_id, display_name, stays, text_version, at, (extract(epoch FROM at) * 1000000)::bigint AS at_us
         FROM recording_consent WHERE organisation_id = $1 AND recording_id = $2) said
       WHERE $3::bigint IS NULL OR (at_us, participant_id, stays) > ($3::bigint, $4::uuid, $5::boolean)
       ORDER BY at_us, participant_id, stays LIMIT $6`,
      [uuidOf(tx.organisationId), uuidOf(recordingId), ...(asked.key ?? [null, null, null]), asked.limit + 1],
    );
    return rows.map((row) => ({
      participantId: idFrom('participant', row.participant_id),
      userId: row.user_id === null ? null : idFrom('user', row.user_id),
      displayName: row.display_name,
      stays: row.stays,
      textVersion: row.text_version,
      at: row.at,
      atMicros: row.at_us,
    }));
  }
}
