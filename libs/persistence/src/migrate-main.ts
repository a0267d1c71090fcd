import { environment, key, loadConfig } from '@parley/config';
import type { MigrationInterface } from 'typeorm';
import { z } from 'zod';
import { runMigrations } from './run-migrations.ts';

/** The `migrate` process of a service: brings `DATABASE_URL` to the newest schema, says what ran, and ends. */
export async function migrateMain(migrations: (new () => MigrationInterface)[]): Promise<void> {
  const config = loadConfig(z.object({ DATABASE_URL: key.databaseUrl }), environment);
  const names = await runMigrations(config.DATABASE_URL, migrations);
  process.stdout.write(names.length === 0 ? 'The schema is up to date.\n' : names.map((name) => `${name}\n`).join(''));
}
