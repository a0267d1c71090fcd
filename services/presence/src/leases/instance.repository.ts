import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type OrganisationId } from '@parley/contracts';
import { DATA_SOURCE } from '@parley/persistence';
import type { DataSource } from 'typeorm';
import type { Beat } from './lease.ts';

/** What was known of an instance before this beat. */
export interface Renewed {
  /** The number of its last beat; undefined when it was not known. */
  readonly before: number | undefined;
  /** Every organisation whose devices it may have. */
  readonly organisationIds: OrganisationId[];
}

/** The SQL of instance leases, which are of no one organisation. */
@Injectable()
export class InstanceRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Renews the lease, unless a later beat was heard already. */
  renew(beat: Beat, mentioned: readonly OrganisationId[]): Promise<Renewed> {
    return this.dataSource.transaction(async (manager) => {
      const [known] = await manager.query<{ beat: string; organisation_ids: string[] }[]>(
        `SELECT beat, organisation_ids FROM instance_lease WHERE instance_id = $1 FOR UPDATE`,
        [beat.instanceId],
      );
      const before = known && Number(known.beat);
      const uuids = new Set([...(known?.organisation_ids ?? []).map(bare), ...mentioned.map(uuidOf)]);
      if (before === undefined || before < beat.beat)
        await manager.query(RENEW, [beat.instanceId, beat.beat, [...uuids]]);
      if (!known || uuids.size > known.organisation_ids.length)
        await manager.query(`INSERT INTO organisation SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING`, [[...uuids]]);
      return { before, organisationIds: [...uuids].map((uuid) => idFrom('organisation', uuid)) };
    });
  }

  /** The instance has said everything about its leaving. */
  async forget(instanceId: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM instance_lease WHERE instance_id = $1`, [instanceId]);
  }

  /** Forgets instances that have been silent since before `since`. */
  async forgetSilent(since: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM instance_lease WHERE beat_at < $1`, [since]);
  }

  /** The time by Postgres' clock, and when the last instance was heard. */
  async heard(): Promise<{ now: Date; lastBeatAt: Date | null }> {
    const [row] = await this.dataSource.query<{ now: Date; last_beat_at: Date | null }[]>(
      `SELECT clock_timestamp() AS now, max(beat_at) AS last_beat_at FROM instance_lease`,
    );
    if (!row) throw new Error('Postgres has no clock');
    return { now: row.now, lastBeatAt: row.last_beat_at };
  }

  /** Every organisation that ever had a device. */
  async organisations(): Promise<OrganisationId[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(`SELECT id FROM organisation ORDER BY id`);
    return rows.map((row) => idFrom('organisation', row.id));
  }
}

const bare = (uuid: string): string => uuid.replaceAll('-', '');

const RENEW = `INSERT INTO instance_lease (instance_id, beat, beat_at, organisation_ids)
  VALUES ($1, $2, clock_timestamp(), $3::uuid[])
  ON CONFLICT (instance_id) DO UPDATE SET beat = excluded.beat, beat_at = excluded.beat_at,
    organisation_ids = excluded.organisation_ids`;
