import { withClient } from '@parley/tools/embedded/databases.ts';
import { afterAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from './index.ts';

const made: TestDatabase[] = [];
afterAll(() => Promise.all(made.map((database) => database.drop())));

async function make(service: string, migrate?: (url: string) => Promise<unknown>): Promise<TestDatabase> {
  const database = await testDatabase(service, migrate);
  made.push(database);
  return database;
}

test('the role owns its database, is no superuser and is bound by row-level security', async () => {
  const database = await make('chat');
  const [row] = await withClient(database.url, async (client) => {
    await client.query('CREATE TABLE note (body text)');
    return (await client.query('SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user')).rows;
  });
  expect(row).toEqual({ rolsuper: false, rolbypassrls: false });
});

test('a role cannot enter the database of another service', async () => {
  const [chat, auth] = [await make('chat'), await make('auth')];
  const trespass = new URL(chat.url);
  trespass.pathname = new URL(auth.url).pathname;
  await expect(withClient(trespass.href, (client) => client.query('SELECT 1'))).rejects.toThrow(/permission denied/);
});

test('auth finds the extensions that its role could not all make', async () => {
  const database = await make('auth', (url) =>
    withClient(url, (client) => client.query('CREATE TABLE t (email citext)')),
  );
  const same = await withClient(
    database.url,
    async (client) => (await client.query(`SELECT unaccent('é') = 'e' AS same`)).rows,
  );
  expect(same).toEqual([{ same: true }]);
});
