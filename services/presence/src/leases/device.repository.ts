import { Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type Device, type SessionId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { Touched } from '../presences/presence.repository.ts';
import type { Change } from './lease.ts';

interface TouchedRow {
  user_id: string;
  seen_at: Date | null;
}

/** From when on silence counts, and which leases have run out by then. */
export interface Deadlines {
  /** Silence before this says nothing: nobody listened, or nobody spoke. */
  readonly countedFrom: Date;
  /** Instances not heard since are dead. */
  readonly instance: Date;
  /** Connections not alive since have vanished. */
  readonly connection: Date;
  /** Connections closing since before are closed. */
  readonly closing: Date;
}

const touchedOf = (row: TouchedRow): Touched => ({ userId: idFrom('user', row.user_id), seenAt: row.seen_at });

/** The SQL of devices: one row for each signed-in socket. */
@Injectable()
export class DeviceRepository {
  /** Waits its turn: an organisation's presence is changed by one transaction at a time, so that none misses another's devices. */
  async lock(tx: Transaction): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`presence ${tx.organisationId}`]);
  }

  /** Devices that are open now. Those of ended sessions are not. */
  async open(tx: Transaction, instanceId: string, devices: readonly Device[]): Promise<Touched[]> {
    if (devices.length === 0) return [];
    return this.touch(
      tx,
      `INSERT INTO device (organisation_id, connection_id, instance_id, user_id, session_id, is_idle, alive_at)
       SELECT DISTINCT ON (connection_id) $1, connection_id, $2, user_id, session_id, is_idle, clock_timestamp()
       FROM unnest($3::text[], $4::uuid[], $5::uuid[], $6::boolean[]) d (connection_id, user_id, session_id, is_idle)
       WHERE NOT EXISTS (SELECT FROM ended_session e WHERE e.organisation_id = $1 AND e.session_id = d.session_id)
       ON CONFLICT (organisation_id, connection_id) DO UPDATE SET instance_id = excluded.instance_id,
         user_id = excluded.user_id, session_id = excluded.session_id, is_idle = excluded.is_idle, alive_at = excluded.alive_at, closing_at = NULL
       RETURNING user_id, NULL::timestamptz AS seen_at`,
      [
        instanceId,
        devices.map((device) => device.connectionId),
        devices.map((device) => uuidOf(device.userId)),
        devices.map((device) => uuidOf(device.sessionId)),
        devices.map((device) => device.isIdle),
      ],
    );
  }

  /** Devices that are still alive. @returns which of them are known */
  async keepAlive(tx: Transaction, instanceId: string, connectionIds: readonly string[]): Promise<string[]> {
    const rows = await this.change<{ connection_id: string }>(
      tx,
      `UPDATE device SET alive_at = clock_timestamp()
       WHERE organisation_id = $1 AND instance_id = $2 AND connection_id = ANY($3::text[]) RETURNING connection_id`,
      [instanceId, [...connectionIds]],
    );
    return rows.map((row) => row.connection_id);
  }

  /** Devices that somebody has begun or ceased to use. */
  async setIdle(tx: Transaction, instanceId: string, idled: Change['idled']): Promise<Touched[]> {
    if (idled.length === 0) return [];
    return this.touch(
      tx,
      `UPDATE device d SET is_idle = i.is_idle
       FROM unnest($3::text[], $4::boolean[]) i (connection_id, is_idle)
       WHERE d.organisation_id = $1 AND d.instance_id = $2 AND d.connection_id = i.connection_id
       RETURNING d.user_id, NULL::timestamptz AS seen_at`,
      [instanceId, idled.map(({ connectionId }) => connectionId), idled.map(({ isIdle }) => isIdle)],
    );
  }

  /** All that this instance has counts as alive. */
  async keepAllAlive(tx: Transaction, instanceId: string): Promise<void> {
    await this.change(
      tx,
      `UPDATE device SET alive_at = clock_timestamp() WHERE organisation_id = $1 AND instance_id = $2`,
      [instanceId],
    );
  }

  /** Devices whose sockets are closed; they count for a moment longer. */
  async startClosing(tx: Transaction, instanceId: string, connectionIds: readonly string[]): Promise<void> {
    if (connectionIds.length === 0) return;
    await this.change(
      tx,
      `UPDATE device SET closing_at = clock_timestamp()
       WHERE organisation_id = $1 AND instance_id = $2 AND connection_id = ANY($3::text[]) AND closing_at IS NULL`,
      [instanceId, [...connectionIds]],
    );
  }

  /** The same for everything this instance has but these. */
  async startClosingAllBut(tx: Transaction, instanceId: string, connectionIds: readonly string[]): Promise<void> {
    await this.change(
      tx,
      `UPDATE device SET closing_at = clock_timestamp()
       WHERE organisation_id = $1 AND instance_id = $2 AND connection_id <> ALL($3::text[]) AND closing_at IS NULL`,
      [instanceId, [...connectionIds]],
    );
  }

  /** Devices that have signed out: they count no longer. */
  async signOut(tx: Transaction, instanceId: string, connectionIds: readonly string[]): Promise<Touched[]> {
    if (connectionIds.length === 0) return [];
    return this.touch(
      tx,
      `DELETE FROM device WHERE organisation_id = $1 AND instance_id = $2 AND connection_id = ANY($3::text[])
       RETURNING user_id, coalesce(closing_at, clock_timestamp()) AS seen_at`,
      [instanceId, [...connectionIds]],
    );
  }

  /** Ends the devices of a session, also those that a gateway has yet to speak of. */
  async endSession(tx: Transaction, sessionId: SessionId): Promise<Touched[]> {
    await tx.query(`INSERT INTO ended_session (organisation_id, session_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
      uuidOf(tx.organisationId),
      uuidOf(sessionId),
    ]);
    return this.touch(
      tx,
      `DELETE FROM device WHERE organisation_id = $1 AND session_id = $2
       RETURNING user_id, coalesce(closing_at, clock_timestamp()) AS seen_at`,
      [uuidOf(sessionId)],
    );
  }

  /** Whether a lease has run out: a device's, a status', or the time for which a call is believed. */
  async isAnythingDue(tx: Transaction, deadlines: Deadlines): Promise<boolean> {
    const rows = await tx.query<object>(
      `SELECT FROM device d WHERE ${DUE}
       UNION ALL SELECT FROM status WHERE organisation_id = $1 AND expires_at <= clock_timestamp()
       UNION ALL SELECT FROM call_stay WHERE organisation_id = $1 AND until <= clock_timestamp() LIMIT 1`,
      parametersOf(tx, deadlines),
    );
    return rows.length > 0;
  }

  /** Takes away the devices whose leases have run out. */
  async expire(tx: Transaction, deadlines: Deadlines): Promise<Touched[]> {
    const rows = await tx.query<TouchedRow>(
      `DELETE FROM device d WHERE ${DUE} RETURNING user_id, coalesce(closing_at, alive_at) AS seen_at`,
      parametersOf(tx, deadlines),
    );
    return rows.map(touchedOf);
  }

  async forgetSessions(tx: Transaction, endedBefore: Date): Promise<void> {
    await tx.query(`DELETE FROM ended_session WHERE organisation_id = $1 AND ended_at < $2`, [
      uuidOf(tx.organisationId),
      endedBefore,
    ]);
  }

  private async touch(tx: Transaction, sql: string, parameters: unknown[]): Promise<Touched[]> {
    return (await this.change<TouchedRow>(tx, sql, parameters)).map(touchedOf);
  }

  private change<Row>(tx: Transaction, sql: string, parameters: unknown[]): Promise<Row[]> {
    return tx.query<Row>(sql, [uuidOf(tx.organisationId), ...parameters]);
  }
}

/** What makes a device count no longer; `$1` organisation, `$2` counted from, then the deadlines. */
const DUE = `d.organisation_id = $1 AND (
  d.closing_at < $5
  OR ($2::timestamptz < $4::timestamptz AND d.alive_at < $4 AND EXISTS (
    SELECT FROM instance_lease i WHERE i.instance_id = d.instance_id AND i.beat_at >= $3))
  OR ($2::timestamptz < $3::timestamptz AND d.closing_at IS NULL AND NOT EXISTS (
    SELECT FROM instance_lease i WHERE i.instance_id = d.instance_id AND i.beat_at >= $3)))`;

const parametersOf = (tx: Transaction, { countedFrom, instance, connection, closing }: Deadlines): unknown[] => [
  uuidOf(tx.organisationId),
  countedFrom,
  instance,
  connection,
  closing,
];
