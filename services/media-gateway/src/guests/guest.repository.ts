import { Injectable } from '@nestjs/common';
import { uuidOf, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** A guest of one meeting. */
export interface Guest {
  tokenHash: string;
  displayName: string;
}

/** Hours a guest token lives after it was last joined with; never longer than its meeting. */
const LIVES_HOURS = 24;

/** The SQL of `guest`. */
@Injectable()
export class GuestRepository {
  /** The guest with this token, while it lives and the meeting goes on. */
  async find(tx: Transaction, meetingId: MeetingId, tokenHash: string): Promise<Guest | undefined> {
    const [row] = await tx.query<{ display_name: string }>(
      `SELECT g.display_name FROM guest g JOIN meeting m ON m.organisation_id = g.organisation_id AND m.id = g.meeting_id
       WHERE g.organisation_id = $1 AND g.meeting_id = $2 AND g.token_hash = $3 AND g.expires_at > now() AND m.ended_at IS NULL`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), tokenHash],
    );
    return row && { tokenHash, displayName: row.display_name };
  }

  /** Notes a guest, or that one is here again. The name they came with stays: hosts have decided by it. */
  async note(tx: Transaction, meetingId: MeetingId, guest: Guest): Promise<void> {
    await tx.query(
      `INSERT INTO guest (organisation_id, meeting_id, token_hash, display_name, expires_at)
       VALUES ($1, $2, $3, $4, now() + make_interval(hours => ${LIVES_HOURS}))
       ON CONFLICT (organisation_id, meeting_id, token_hash) DO UPDATE SET expires_at = EXCLUDED.expires_at`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), guest.tokenHash, guest.displayName],
    );
  }
}
