import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '@parley/tools/embedded/databases.ts';

const uuidOf = (userId: string): string => userId.slice(userId.indexOf('_') + 1);

/**
 * Makes people contacts, both ways, where contacts keeps them: asking and accepting through the graph would take minutes, and
 * presence asks contacts about those it has heard nothing of.
 * @param pairs of user ids
 * @throws Error when contacts has not heard of somebody within a minute
 */
export async function befriend(superuserUrl: string, pairs: readonly (readonly [string, string])[]): Promise<void> {
  const url = new URL(superuserUrl);
  url.pathname = 'parley_contacts';
  const both = pairs.flatMap(([one, other]) => [
    [uuidOf(one), uuidOf(other)],
    [uuidOf(other), uuidOf(one)],
  ]);
  const people = [...new Set(both.map(([owner]) => owner))];
  await withClient(url.href, async (client) => {
    for (const deadline = Date.now() + 60_000; ; await sleep(200)) {
      const { rowCount } = await client.query('SELECT FROM person WHERE user_id = ANY($1::uuid[])', [people]);
      if (rowCount === people.length) break;
      if (Date.now() > deadline) throw new Error(`contacts has heard of ${rowCount} of ${people.length} people`);
    }
    await client.query(
      `INSERT INTO contact (organisation_id, owner_id, user_id, since)
       SELECT p.organisation_id, p.user_id, pair.user_id, now()
       FROM unnest($1::uuid[], $2::uuid[]) pair (owner_id, user_id) JOIN person p ON p.user_id = pair.owner_id
       ON CONFLICT DO NOTHING`,
      [both.map(([owner]) => owner), both.map(([, user]) => user)],
    );
  });
}
