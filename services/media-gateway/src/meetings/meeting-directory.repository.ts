import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type MeetingId, type OrganisationId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';

/** Where a meeting is kept. */
export interface MeetingPlace {
  organisationId: OrganisationId;
  meetingId: MeetingId;
}

/** Whose a room of LiveKit's is. */
export interface RoomPlace extends MeetingPlace {
  /** Of a session that was ended: nobody may be in it. */
  isFormer: boolean;
}

interface Row {
  organisation_id: string;
  meeting_id: string;
}

/**
 * The SQL of `meeting_directory` and `former_room`: which organisation a code or a LiveKit room belongs to. They are asked before
 * the organisation is known, so no row-level security is on them, and they hold nothing else.
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

  /** The meeting has another room from here on. */
  async move(tx: Transaction, id: MeetingId, from: string, to: string): Promise<void> {
    await tx.query(`UPDATE meeting_directory SET room_name = $2 WHERE room_name = $1`, [from, to]);
    await tx.query(`INSERT INTO former_room (room_name, organisation_id, meeting_id) VALUES ($1, $2, $3)`, [
      from,
      uuidOf(tx.organisationId),
      uuidOf(id),
    ]);
  }

  async byRoom(roomName: string): Promise<RoomPlace | undefined> {
    const rows = await this.dataSource.query<(Row & { is_former: boolean })[]>(
      `SELECT organisation_id, meeting_id, false AS is_former FROM meeting_directory WHERE room_name = $1
       UNION ALL SELECT organisation_id, meeting_id, true FROM former_room WHERE room_name = $1`,
      [roomName],
    );
    const found = place(rows);
    return found && { ...found, isFormer: rows[0]?.is_former ?? false };
  }

  async byId(id: MeetingId): Promise<MeetingPlace | undefined> {
    return place(
      await this.dataSource.query<Row[]>(`SELECT * FROM meeting_directory WHERE meeting_id = $1`, [uuidOf(id)]),
    );
  }

  /** All that have a meeting or a mail. */
  async organisations(): Promise<OrganisationId[]> {
    const rows = await this.dataSource.query<Row[]>(
      `SELECT organisation_id FROM meeting_directory UNION SELECT organisation_id FROM mail_directory`,
    );
    return rows.map((row) => idFrom('organisation', row.organisation_id));
  }
}

function place([row]: Row[]): MeetingPlace | undefined {
  return (
    row && { organisationId: idFrom('organisation', row.organisation_id), meetingId: idFrom('meeting', row.meeting_id) }
  );
}
