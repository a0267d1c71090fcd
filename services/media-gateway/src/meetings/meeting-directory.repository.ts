import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type OrganisationId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';

/** Where a meeting is kept. */
export interface MeetingPlace {
  organisationId: OrganisationId;
  meetingId: MeetingId;
}

interface Row {
  organisation_id: string;
  meeting_id: string;
}

/**
 * The SQL of `meeting_directory`: which organisation a code or a LiveKit room belongs to. It is asked before the
 * organisation is known, so no row-level security is on it, and it holds nothing else.
 */
@Injectable()
export class MeetingDirectoryRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** False when the code or the room's name is taken: try another. */
  async enter(tx: Transaction, meeting: { id: MeetingId; code: string; roomName: string }): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO meeting_directory (code, room_name, organisation_id, meeting_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING code`,
      [meeting.code, meeting.roomName, uuidOf(tx.organisationId), uuidOf(meeting.id)],
    );
    return rows.length > 0;
  }

  async byCode(code: string): Promise<MeetingPlace | undefined> {
    return place(await this.dataSource.query<Row[]>(`SELECT * FROM meeting_directory WHERE code = $1`, [code]));
  }

  async byRoom(roomName: string): Promise<MeetingPlace | undefined> {
    return place(
      await this.dataSource.query<Row[]>(`SELECT * FROM meeting_directory WHERE room_name = $1`, [roomName]),
    );
  }

  async byId(id: MeetingId): Promise<MeetingPlace | undefined> {
    return place(
      await this.dataSource.query<Row[]>(`SELECT * FROM meeting_directory WHERE meeting_id = $1`, [uuidOf(id)]),
    );
  }

  async organisations(): Promise<OrganisationId[]> {
    const rows = await this.dataSource.query<Row[]>(`SELECT DISTINCT organisation_id FROM meeting_directory`);
    return rows.map((row) => idFrom('organisation', row.organisation_id));
  }
}

function place([row]: Row[]): MeetingPlace | undefined {
  return (
    row && { organisationId: idFrom('organisation', row.organisation_id), meetingId: idFrom('meeting', row.meeting_id) }
  );
}
