import { EPOCH_SQL } from '@parley/live';
import { expect, it } from 'vitest';
import { testDatabase } from './test-database.ts';
import { withClient } from './index.ts';

it('names the history of a database to its ordinary role, and another one once the generation is raised', async () => {
  const database = await testDatabase('chat');
  const epoch = async () =>
    withClient(database.url, async (client) => (await client.query<{ epoch: string }>(EPOCH_SQL)).rows[0]?.epoch);
  const first = await epoch();
  expect(first).toMatch(/^\d+-0000000\d-1$/);
  expect(await epoch()).toBe(first);
  const name = new URL(database.url).pathname.slice(1);
  await withClient(database.superuserUrl, (client) =>
    client.query(`ALTER DATABASE ${name} SET parley.live_generation = 'restored-once'`),
  );
  expect(await epoch()).toBe(first?.replace(/1$/, 'restored-once'));
  await database.drop();
});
