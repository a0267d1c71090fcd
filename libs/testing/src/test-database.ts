import { randomBytes } from 'node:crypto';
import { databaseUrl, makeDatabase, serviceDatabase, withClient } from '@parley/tools/embedded/databases.ts';
import { testRun } from './test-run.ts';

/** A fresh database of one service, as the service's own role sees it. */
export interface TestDatabase {
  /** For the service's role, which owns the database and is no superuser. */
  url: string;
  /** The same database for the superuser, who is not bound by row-level security. */
  superuserUrl: string;
  /** Throws the database away, open connections included. */
  drop(): Promise<void>;
}

/**
 * Makes a database of its own for a test, with the extensions the real one has.
 *
 * @param service whose: `chat`, `media-gateway`, …
 * @param migrate brings it to the present schema, with the service's real migrations:
 *   `(url) => runMigrations(url, CHAT_MIGRATIONS)`
 */
export async function testDatabase(
  service: string,
  migrate: (url: string) => Promise<unknown> = async () => undefined,
): Promise<TestDatabase> {
  const run = testRun();
  const database = serviceDatabase(service, randomBytes(12).toString('hex'), `_${randomBytes(5).toString('hex')}`);
  await makeDatabase(run.superuserUrl, database);
  const url = databaseUrl(database, Number(new URL(run.superuserUrl).port));
  await migrate(url);
  const superuserUrl = new URL(run.superuserUrl);
  superuserUrl.pathname = database.name;
  return {
    url,
    superuserUrl: superuserUrl.href,
    drop: () =>
      withClient(run.superuserUrl, async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${database.name} WITH (FORCE)`);
        await client.query(`DROP ROLE IF EXISTS ${database.role}`);
      }),
  };
}
