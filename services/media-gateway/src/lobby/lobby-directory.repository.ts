import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type LobbyId } from '@parley/contracts';
import { DATA_SOURCE, type Transaction } from '@parley/persistence';
import type { DataSource } from 'typeorm';
import type { MeetingPlace } from '../meetings/meeting-directory.repository.ts';

/**
 * The SQL of `lobby_directory`: where a wait is kept. Asked before the organisation is known, so no row-level security
 * is on it, and it holds nothing else.
 */
@Injectable()
export class LobbyDirectoryRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  async enter(tx: Transaction, lobbyId: LobbyId, meetingId: MeetingPlace['meetingId']): Promise<void> {
    await tx.query(
      `INSERT INTO lobby_directory (lobby_id, organisation_id, meeting_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
      [uuidOf(lobbyId), uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
  }

  async find(lobbyId: LobbyId): Promise<MeetingPlace | undefined> {
    // One row in any case: that there is none takes no less time.
    const [row] = await this.dataSource.query<{ organisation_id: string | null; meeting_id: string | null }[]>(
      `SELECT organisation_id, meeting_id FROM (SELECT $1::uuid AS lobby_id) asked LEFT JOIN lobby_directory USING (lobby_id)`,
      [uuidOf(lobbyId)],
    );
    if (!row?.organisation_id || !row.meeting_id) return undefined;
    return {
      organisationId: idFrom('organisation', row.organisation_id),
      meetingId: idFrom('meeting', row.meeting_id),
    };
  }
}
