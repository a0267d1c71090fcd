import { Injectable } from '@nestjs/common';
import { uuidOf, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** The SQL of `lobby_entry`. */
@Injectable()
export class LobbyRepository {
  async waitingCount(tx: Transaction, meetingId: MeetingId): Promise<number> {
    const [row] = await tx.query<{ waiting: number }>(
      `SELECT count(*)::integer AS waiting FROM lobby_entry WHERE organisation_id = $1 AND meeting_id = $2 AND state = 'WAITING'`,
      [uuidOf(tx.organisationId), uuidOf(meetingId)],
    );
    return row?.waiting ?? 0;
  }
}
