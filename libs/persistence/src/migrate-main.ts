import { environment, key, loadConfig } from '@parley/config';
import type { MigrationInterface } from 'typeorm';
import { z } from 'zod';
import { runMigrations } from './run-migrations.ts';
import { NotMigrated, waitForMigrations } from './wait-for-migrations.ts';

const WAIT = /^--wait(?:=(\d{1,5})([sm]))?$/;
const USAGE = `Usage: migrate               brings the database of DATABASE_URL to this build's schema
       migrate --wait        waits until that has been done, 10 minutes at most
       migrate --wait=30s    the same with another limit, in s or m
`;

/**
 * The `migrate` process of a service: brings `DATABASE_URL` to the newest schema, says what ran, and ends. With `--wait`
 * it changes nothing and waits until another one has done that.
 * @returns the exit code: 0 done, 1 not migrated in time, 2 unknown arguments
 */
export async function migrateMain(
  migrations: (new () => MigrationInterface)[],
  args: string[] = process.argv.slice(2),
): Promise<number> {
  const [wait] = args.map((argument) => WAIT.exec(argument));
  if (args.length > 1 || wait === null) {
    process.stderr.write(`These arguments mean nothing here: ${args.join(' ')}\n${USAGE}`);
    return 2;
  }
  const { DATABASE_URL } = loadConfig(z.object({ DATABASE_URL: key.databaseUrl }), environment);
  if (wait) return waitMain(DATABASE_URL, migrations, limitOf(wait));
  const names = await runMigrations(DATABASE_URL, migrations);
  say(names.length === 0 ? 'The schema is up to date.' : names.join('\n'));
  return 0;
}

async function waitMain(url: string, migrations: (new () => MigrationInterface)[], limitMs: number): Promise<number> {
  // The first process of a container is not ended by signals that it does not ask for.
  process.once('SIGTERM', () => process.exit(143));
  try {
    await waitForMigrations(url, migrations, limitMs, say);
    say('The schema is up to date.');
    return 0;
  } catch (error) {
    if (!(error instanceof NotMigrated)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

function limitOf([, count = '10', unit = 'm']: RegExpExecArray): number {
  return Number(count) * (unit === 'm' ? 60_000 : 1_000);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
