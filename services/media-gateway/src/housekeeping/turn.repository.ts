import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE } from '@parley/persistence';
import type { DataSource } from 'typeorm';

const LOCK = `hashtext('parley:media housekeeping')`;

/** Whose turn it is among the instances of this service: an advisory lock, which goes with its connection. */
@Injectable()
export class TurnRepository {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** Runs `work` unless another instance is at it; whether it did. */
  async take(work: () => Promise<void>): Promise<boolean> {
    const holder = this.dataSource.createQueryRunner();
    try {
      const [lock] = (await holder.query(`SELECT pg_try_advisory_lock(${LOCK}) AS mine`)) as { mine: boolean }[];
      if (!lock?.mine) return false;
      try {
        await work();
        return true;
      } finally {
        await holder.query(`SELECT pg_advisory_unlock(${LOCK})`).catch(() => undefined);
      }
    } finally {
      await holder.release().catch(() => undefined);
    }
  }
}
