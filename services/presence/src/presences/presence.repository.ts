import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Availability, Presence } from './presence.ts';

interface PresenceRow {
  user_id: string;
  availability: Availability;
  revision: string;
  last_seen_at: Date | null;
}

const presenceOf = (row: PresenceRow): Presence => ({
  userId: idFrom('user', row.user_id),
  availability: row.availability,
  lastSeenAt: row.availability === 'OFFLINE' ? row.last_seen_at : null,
  revision: Number(row.revision),
});

/** Somebody whose devices changed, and when the last of them that went was last here. */
export interface Touched {
  readonly userId: UserId;
  readonly seenAt: Date | null;
}

/** The SQL of what is shown of people. */
@Injectable()
export class PresenceRepository {
  /** Those of these people who were ever seen. */
  async findByIds(tx: Transaction, ids: readonly UserId[]): Promise<Presence[]> {
    const rows = await tx.query<PresenceRow>(
      `SELECT user_id, availability, revision, last_seen_at FROM presence
       WHERE organisation_id = $1 AND user_id = ANY($2::uuid[])`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
    return rows.map(presenceOf);
  }

  /**
   * Shows these people as their devices say: here as long as one is left.
   * @returns those for whom something changed, with their new revision
   */
  async settle(tx: Transaction, touched: readonly Touched[]): Promise<Presence[]> {
    const latest = new Map<UserId, Date | null>();
    for (const { userId, seenAt } of touched) {
      const known = latest.get(userId);
      if (!known || (seenAt && seenAt > known)) latest.set(userId, seenAt ?? known ?? null);
    }
    if (latest.size === 0) return [];
    const rows = await tx.query<PresenceRow>(
      `WITH target AS (
         SELECT user_id, seen_at, EXISTS (
           SELECT FROM device d WHERE d.organisation_id = $1 AND d.user_id = t.user_id) AS is_here
         FROM unnest($2::uuid[], $3::timestamptz[]) t (user_id, seen_at))
       INSERT INTO presence AS p (organisation_id, user_id, availability, revision, last_seen_at)
       SELECT $1, user_id, CASE WHEN is_here THEN 'ONLINE' ELSE 'OFFLINE' END, 1,
              CASE WHEN is_here THEN NULL ELSE coalesce(seen_at, now()) END
       FROM target ORDER BY user_id
       ON CONFLICT (organisation_id, user_id) DO UPDATE SET availability = excluded.availability,
         revision = p.revision + 1, last_seen_at = coalesce(excluded.last_seen_at, p.last_seen_at)
       WHERE p.availability <> excluded.availability
       RETURNING user_id, availability, revision, last_seen_at`,
      [uuidOf(tx.organisationId), [...latest.keys()].map(uuidOf), [...latest.values()]],
    );
    return rows.map(presenceOf);
  }

  /** People who are shown as here and have no device left: their leases were lost with an unlogged table. */
  async findGhosts(tx: Transaction): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM presence p WHERE organisation_id = $1 AND availability <> 'OFFLINE'
         AND NOT EXISTS (SELECT FROM device d WHERE d.organisation_id = $1 AND d.user_id = p.user_id)`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => ({ userId: idFrom('user', row.user_id), seenAt: null }));
  }
}
