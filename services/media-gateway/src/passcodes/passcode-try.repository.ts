import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { uuidOf, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';

/** Seconds in which tries are counted together, from the first of them. */
const WITHIN_SECONDS = 60;

/** The SQL of `passcode_try`: how often somebody has tried a meeting's passcode lately, for all instances. */
@Injectable()
export class PasscodeTryRepository {
  /** Notes a try. @returns how many there are now, and milliseconds until they are forgotten */
  async take(tx: Transaction, meetingId: MeetingId, caller: string): Promise<{ tries: number; forgottenInMs: number }> {
    const [row] = await tx.query<{ tries: number; forgotten_in: string }>(
      `WITH t AS (
         INSERT INTO passcode_try AS p (organisation_id, meeting_id, caller_hash, tries, until)
         VALUES ($1, $2, $3, 1, now() + make_interval(secs => ${WITHIN_SECONDS}))
         ON CONFLICT (organisation_id, meeting_id, caller_hash) DO UPDATE SET
           tries = CASE WHEN p.until <= now() THEN 1 ELSE p.tries + 1 END,
           until = CASE WHEN p.until <= now() THEN EXCLUDED.until ELSE p.until END
         RETURNING tries, until)
       SELECT tries, extract(epoch FROM until - now()) * 1000 AS forgotten_in FROM t`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), hashed(caller)],
    );
    return { tries: row?.tries ?? 0, forgottenInMs: Math.ceil(Number(row?.forgotten_in ?? 0)) };
  }

  /** It was right: it does not count. */
  async giveBack(tx: Transaction, meetingId: MeetingId, caller: string): Promise<void> {
    await tx.query(
      `UPDATE passcode_try SET tries = greatest(tries - 1, 0) WHERE organisation_id = $1 AND meeting_id = $2 AND caller_hash = $3`,
      [uuidOf(tx.organisationId), uuidOf(meetingId), hashed(caller)],
    );
  }
}

/** It may be an address, which is not ours to keep. */
const hashed = (caller: string): string => createHash('sha256').update(caller).digest('hex');
