import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type OrganisationId, type RecordingId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';

/** Where a recording is kept. */
export interface RecordingPlace {
  organisationId: OrganisationId;
  meetingId: MeetingId;
  recordingId: RecordingId;
}

interface Row {
  recording_id: string;
  organisation_id: string;
  meeting_id: string;
}

/** Recordings that are looked after, or deleted, at once. */
const AT_ONCE = 200;

/**
 * The SQL of `recording_directory`: which organisation a recording belongs to, and which of them something must still be done
 * about. It is asked before the organisation is known, so no row-level security is on it, and it holds nothing else.
 */
@Injectable()
export class RecordingDirectoryRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async enter(tx: Transaction, id: RecordingId, meetingId: MeetingId): Promise<void> {
    await tx.query(`INSERT INTO recording_directory (recording_id, organisation_id, meeting_id) VALUES ($1, $2, $3)`, [
      uuidOf(id),
      uuidOf(tx.organisationId),
      uuidOf(meetingId),
    ]);
  }

  /** Nothing more happens to it, but that it expires. */
  async close(tx: Transaction, id: RecordingId, expiresAt: Date | null): Promise<void> {
    await tx.query(`UPDATE recording_directory SET is_open = false, expires_at = $2 WHERE recording_id = $1`, [
      uuidOf(id),
      expiresAt,
    ]);
  }

  async byId(id: RecordingId): Promise<RecordingPlace | undefined> {
    const [place] = await this.places(`WHERE recording_id = $1`, [uuidOf(id)]);
    return place;
  }

  open(): Promise<RecordingPlace[]> {
    return this.places(`WHERE is_open ORDER BY recording_id LIMIT ${AT_ONCE}`);
  }

  expired(): Promise<RecordingPlace[]> {
    return this.places(`WHERE expires_at < now() ORDER BY expires_at LIMIT ${AT_ONCE}`);
  }

  private async places(which: string, values: unknown[] = []): Promise<RecordingPlace[]> {
    const rows = await this.dataSource.query<Row[]>(`SELECT * FROM recording_directory ${which}`, values);
    return rows.map((row) => ({
      organisationId: idFrom('organisation', row.organisation_id),
      meetingId: idFrom('meeting', row.meeting_id),
      recordingId: idFrom('recording', row.recording_id),
    }));
  }
}
