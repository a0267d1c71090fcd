import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Availability, Presence } from './presence.ts';

interface PresenceRow {
  user_id: string;
  availability: Availability;
  text: string | null;
  revision: string;
  last_seen_at: Date | null;
}

const presenceOf = (row: PresenceRow): Presence => ({
  userId: idFrom('user', row.user_id),
  availability: row.availability,
  lastSeenAt: row.availability === 'OFFLINE' ? row.last_seen_at : null,
  text: row.text,
  revision: Number(row.revision),
});

/** Somebody whose devices, calls or status changed, and when the last of their devices that went was last here. */
export interface Touched {
  readonly userId: UserId;
  readonly seenAt: Date | null;
}

/** What others see of a row of `presence`: a status ends at its time, also before the watch has come by. */
const SEEN = `user_id, revision,
  CASE WHEN expires_at <= clock_timestamp() THEN derived ELSE availability END AS availability,
  CASE WHEN expires_at <= clock_timestamp() THEN NULL ELSE text END AS text,
  CASE WHEN hides_last_seen THEN NULL ELSE last_seen_at END AS last_seen_at`;

/** The SQL of what is shown of people. */
@Injectable()
export class PresenceRepository {
  /** Those of these people who were ever seen. */
  async findByIds(tx: Transaction, ids: readonly UserId[]): Promise<Presence[]> {
    const rows = await tx.query<PresenceRow>(
      `SELECT ${SEEN} FROM presence WHERE organisation_id = $1 AND user_id = ANY($2::uuid[])`,
      [uuidOf(tx.organisationId), ids.map(uuidOf)],
    );
    return rows.map(presenceOf);
  }

  /**
   * Shows these people as their devices, calls and status say. Last seen is when they were last *shown* as here: whoever appears
   * offline is not given away by it.
   * @returns those of whom others now see something else, with their new revision
   */
  async settle(tx: Transaction, touched: readonly Touched[]): Promise<Presence[]> {
    const latest = new Map<UserId, Date | null>();
    for (const { userId, seenAt } of touched) {
      const known = latest.get(userId);
      if (!known || (seenAt && seenAt > known)) latest.set(userId, seenAt ?? known ?? null);
    }
    if (latest.size === 0) return [];
    const rows = await tx.query<PresenceRow>(SETTLE, [
      uuidOf(tx.organisationId),
      [...latest.keys()].map(uuidOf),
      [...latest.values()],
    ]);
    return rows.map(presenceOf);
  }

  /** People who are taken for here and have no device left: their leases were lost with an unlogged table. */
  async findGhosts(tx: Transaction): Promise<Touched[]> {
    const rows = await tx.query<{ user_id: string }>(
      `SELECT user_id FROM presence p WHERE organisation_id = $1 AND derived <> 'OFFLINE'
         AND NOT EXISTS (SELECT FROM device d WHERE d.organisation_id = $1 AND d.user_id = p.user_id)`,
      [uuidOf(tx.organisationId)],
    );
    return rows.map((row) => ({ userId: idFrom('user', row.user_id), seenAt: null }));
  }
}

/** `$1` organisation, `$2` people, `$3` when each was last seen. A revision rises with what others see, and with nothing else. */
const SETTLE = `
  WITH target AS (
    SELECT t.user_id, t.seen_at, d.is_here, d.is_active, s.availability AS chosen, s.text, s.expires_at,
      coalesce(v.hides_last_seen, false) AS hides_last_seen,
      EXISTS (SELECT FROM call_stay c WHERE c.organisation_id = $1 AND c.user_id = t.user_id
        AND c.until > clock_timestamp()) AS is_in_call
    FROM unnest($2::uuid[], $3::timestamptz[]) t (user_id, seen_at)
    CROSS JOIN LATERAL (SELECT count(*) > 0 AS is_here, bool_or(NOT is_idle) AS is_active FROM device d
      WHERE d.organisation_id = $1 AND d.user_id = t.user_id) d
    LEFT JOIN status s ON s.organisation_id = $1 AND s.user_id = t.user_id
      AND (s.expires_at IS NULL OR s.expires_at > clock_timestamp())
    LEFT JOIN privacy v ON v.organisation_id = $1 AND v.user_id = t.user_id
  ), derived AS (
    SELECT *, CASE WHEN NOT is_here THEN 'OFFLINE' WHEN is_in_call THEN 'IN_A_CALL' WHEN is_active THEN 'ONLINE'
      ELSE 'AWAY' END AS derived
    FROM target
  ), before AS (
    SELECT user_id, revision FROM presence WHERE organisation_id = $1 AND user_id = ANY($2::uuid[])
  ), settled AS (
    INSERT INTO presence AS p (organisation_id, user_id, availability, derived, text, expires_at, hides_last_seen,
      revision, last_seen_at)
    SELECT $1, user_id, CASE WHEN 'OFFLINE' IN (derived, chosen) THEN 'OFFLINE' WHEN chosen = 'DO_NOT_DISTURB' THEN chosen
        WHEN derived = 'IN_A_CALL' THEN derived ELSE coalesce(chosen, derived) END,
      derived, text, expires_at, hides_last_seen, 1, seen_at
    FROM derived ORDER BY user_id
    ON CONFLICT (organisation_id, user_id) DO UPDATE SET availability = excluded.availability, derived = excluded.derived,
      text = excluded.text, expires_at = excluded.expires_at, hides_last_seen = excluded.hides_last_seen,
      revision = p.revision + ((p.availability, p.text, p.hides_last_seen)
        IS DISTINCT FROM (excluded.availability, excluded.text, excluded.hides_last_seen))::int,
      last_seen_at = CASE WHEN excluded.availability = 'OFFLINE' AND p.availability <> 'OFFLINE'
        THEN coalesce(excluded.last_seen_at, now()) ELSE p.last_seen_at END
    WHERE (p.availability, p.derived, p.text, p.expires_at, p.hides_last_seen) IS DISTINCT FROM
      (excluded.availability, excluded.derived, excluded.text, excluded.expires_at, excluded.hides_last_seen)
    RETURNING *
  )
  SELECT ${SEEN} FROM settled WHERE NOT EXISTS (
    SELECT FROM before WHERE before.user_id = settled.user_id AND before.revision = settled.revision)`;
