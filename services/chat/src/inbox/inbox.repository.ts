import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { InboxEntry, InboxPayload } from './inbox-entry.ts';

interface Row {
  user_id: string;
  seq: string;
  payload: InboxPayload;
}

/** Entries kept per person at least; older ones go, a client that was away longer gets a Resync. */
const KEPT = 2_048;
/** How often old entries are looked for, in entries of one person. */
const FORGET_EVERY = 256;

/** The next place in the inbox of each of `wanted (user_id)`, theirs until COMMIT; row locks are taken in the order of ids. */
const TAKE = `INSERT INTO person_inbox (organisation_id, user_id, last_seq) SELECT $1::uuid, user_id, 1 FROM wanted ORDER BY user_id
  ON CONFLICT (organisation_id, user_id) DO UPDATE SET last_seq = person_inbox.last_seq + 1 RETURNING user_id, last_seq`;

/** Puts `placed (user_id, last_seq, payload)` where it belongs. */
const FILL = `forgotten AS (
    DELETE FROM person_inbox_event old USING placed p
    WHERE p.last_seq % ${FORGET_EVERY} = 0 AND old.organisation_id = $1::uuid AND old.user_id = p.user_id AND old.seq <= p.last_seq - ${KEPT}
  )
  INSERT INTO person_inbox_event (organisation_id, user_id, seq, kind, payload)
  SELECT $1::uuid, user_id, last_seq, payload->>'kind', payload FROM placed RETURNING user_id, seq, payload`;

/** Both ends of the inbox of `$2`, also of one in which nothing ever stood. */
export const ENDS = `SELECT coalesce((SELECT last_seq FROM person_inbox WHERE organisation_id = $1 AND user_id = $2), 0) AS head,
  coalesce((SELECT min(seq) FROM person_inbox_event WHERE organisation_id = $1 AND user_id = $2), 1) AS oldest`;

/** The SQL of inboxes: one log a person. */
@Injectable()
export class InboxRepository {
  async append(tx: Transaction, userId: UserId, payload: InboxPayload): Promise<InboxEntry> {
    const [row] = await tx.query<Row>(
      `WITH wanted AS (SELECT $2::uuid AS user_id), places AS (${TAKE}),
         placed AS (SELECT user_id, last_seq, $3::jsonb AS payload FROM places), ${FILL}`,
      [uuidOf(tx.organisationId), uuidOf(userId), JSON.stringify(payload)],
    );
    return entryOf(row as Row);
  }

  async ends(tx: Transaction, userId: UserId): Promise<{ head: number; oldest: number }> {
    const [row] = await tx.query<{ head: string; oldest: string }>(ENDS, [uuidOf(tx.organisationId), uuidOf(userId)]);
    return { head: Number(row?.head), oldest: Number(row?.oldest) };
  }

  async read(tx: Transaction, userId: UserId, from: number, to: number, limit: number): Promise<InboxEntry[]> {
    const rows = await tx.query<Row>(
      `SELECT user_id, seq, payload FROM person_inbox_event WHERE organisation_id = $1 AND user_id = $2 AND seq BETWEEN $3 AND $4 ORDER BY seq LIMIT $5`,
      [uuidOf(tx.organisationId), uuidOf(userId), from, to, limit],
    );
    return rows.map(entryOf);
  }
}

const entryOf = (row: Row): InboxEntry => ({
  userId: idFrom('user', row.user_id),
  seq: Number(row.seq),
  payload: row.payload,
});
