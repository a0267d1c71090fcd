import type { MigrationInterface } from 'typeorm';
import { createDataSource } from './data-source.ts';

const ATTEMPTS = 10;
const LOCK_TIMEOUT_MS = 2_000;

/**
 * Brings a database to the newest schema. One runner at a time (advisory lock); a lock on a table is waited for at
 * most 2 s and tried again, so that a migration never blocks a running service for long (G13).
 * @returns names of the migrations that ran
 */
export async function runMigrations(url: string, migrations: (new () => MigrationInterface)[]): Promise<string[]> {
  const dataSource = await createDataSource({
    url,
    pool: 2,
    entities: [],
    migrations,
    statementTimeoutMs: 0,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
  }).initialize();
  try {
    const lock = dataSource.createQueryRunner();
    // Another runner is waited for as long as it takes.
    await lock.query(`SET lock_timeout = 0`);
    await lock.query(`SELECT pg_advisory_lock(hashtext('parley:migrations'))`);
    try {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return (await dataSource.runMigrations()).map((migration) => migration.name);
        } catch (error) {
          if ((error as { driverError?: { code?: string } }).driverError?.code !== '55P03' || attempt === ATTEMPTS)
            throw error;
          await new Promise((resolve) => setTimeout(resolve, 500 * attempt));
        }
      }
    } finally {
      await lock.query(`SELECT pg_advisory_unlock(hashtext('parley:migrations'))`);
      await lock.release();
    }
  } finally {
    await dataSource.destroy();
  }
}
