import { userUpdated } from '@parley/contracts';
import { withClient, type TestAnswer } from '@parley/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthDouble } from './auth-double.ts';
import { eventually, OTHER_ORGANISATION, somebody, startContacts, type World } from './world.ts';

let world: World;
let auth: AuthDouble;
const ada = somebody('Ada Lovelace');
const jose = somebody('José  Ángel Núñez', 'pepe@example.org');
const jan = somebody('Jan Łukasiewicz');
const anna = somebody('Anna Karenina');
const annabel = somebody('Annabel Lee');
const stranger = somebody('Anna Stranger', 'anna@elsewhere.example', OTHER_ORGANISATION);

const SEARCH = `query ($query: String!, $first: Int!, $after: String) {
  searchUsers(query: $query, first: $first, after: $after) {
    nodes { id } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;

beforeAll(async () => {
  world = await startContacts();
  auth = await AuthDouble.start(world);
  await eventually(() => auth.registers(ada, jose, jan, anna, annabel, stranger));
  await eventually(async () => expect(await search('elsewhere', stranger)).toEqual([]));
  await eventually(async () => expect(await search('lee')).toEqual([annabel.userId]));
});
afterAll(() => world.stop());

interface UsersPage {
  searchUsers: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

async function search(query: string, as = ada): Promise<string[]> {
  const { data, errors } = await world.ask(as, SEARCH, { query, first: 20 });
  expect(errors).toBeUndefined();
  return data.searchUsers.nodes.map(({ id }: { id: string }) => id);
}

describe('searching people', () => {
  it('finds by a beginning of any name or of the e-mail address, without regard to accents and case', async () => {
    expect(await search('jose')).toEqual([jose.userId]);
    expect(await search('NUÑ')).toEqual([jose.userId]);
    expect(await search('nunez josé')).toEqual([jose.userId]);
    expect(await search('pepe@')).toEqual([jose.userId]);
    expect(await search('lukas')).toEqual([jan.userId]);
  });

  it('puts names that begin with it before those that only have it', async () => {
    expect(await search('ann')).toEqual([anna.userId, annabel.userId]);
    expect(await search('an')).toEqual([anna.userId, annabel.userId, jose.userId, jan.userId].toSorted(byRank));
  });

  it('finds who is alike when nobody has the words', async () => {
    expect(await search('Anabel')).toEqual([annabel.userId]);
    expect(await search('lukasievicz')).toEqual([jan.userId]);
    expect(await search('xylophone')).toEqual([]);
  });

  it('never shows the caller, nor people of another organisation', async () => {
    expect(await search('ada')).not.toContain(ada.userId);
    expect(await search('anna', stranger)).toEqual([]);
    expect(await search('stranger')).not.toContain(stranger.userId);
  });

  it('pages without gap or repetition, exact and alike', async () => {
    for (const query of ['an', 'annna']) {
      const whole = await search(query);
      const paged: string[] = [];
      for (let after: string | null = null; ;) {
        const { data }: TestAnswer<UsersPage> = await world.ask(ada, SEARCH, { query, first: 1, after });
        paged.push(...data.searchUsers.nodes.map(({ id }: { id: string }) => id));
        if (!data.searchUsers.pageInfo.hasNextPage) break;
        after = data.searchUsers.pageInfo.endCursor;
      }
      expect(paged).toEqual(whole);
      expect(whole.length).toBeGreaterThan(1);
    }
  });

  it('takes % and _ as themselves', async () => {
    expect(await search('%')).toEqual([]);
    expect(await search('_')).toEqual([]);
  });

  it.each([
    ['an empty text', { query: '', first: 10 }],
    ['blanks', { query: '   ', first: 10 }],
    ['101 characters', { query: 'x'.repeat(101), first: 10 }],
    ['10 kB', { query: 'x'.repeat(10_240), first: 10 }],
    ['U+0000', { query: 'a\u0000b', first: 10 }],
    ['half of a surrogate pair', { query: '\ud800', first: 10 }],
    ['a page of none', { query: 'a', first: 0 }],
    ['a page of 101', { query: 'a', first: 101 }],
    ['a cursor of nothing', { query: 'a', first: 1, after: 'nonsense' }],
    [
      'a cursor with SQL',
      { query: 'a', first: 1, after: Buffer.from("1\n'; DROP TABLE person\nx").toString('base64url') },
    ],
  ])('refuses %s', async (_, variables) => {
    const { errors } = await world.ask(ada, SEARCH, variables);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('demands a person with a valid claim', async () => {
    const variables = { query: 'anna', first: 1 };
    expect((await world.ask(null, SEARCH, variables)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const forged = await world.askForged(ada, '{ contacts(first: 1) { nodes { userId } } }');
    expect([forged.status, forged.errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    const bare = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: SEARCH, variables }),
    });
    expect(bare.status).toBe(401);
  });
});

describe('the projection of people', () => {
  it('follows changes, and drops what is older or told twice', async () => {
    const grace = somebody('Grace Hopper');
    await auth.registers(grace);
    await eventually(async () => expect(await search('hopper')).toEqual([grace.userId]));
    const id = v7();
    await auth.tell(userUpdated.subject, { ...grace, displayName: 'Grace Murray', revision: 3 }, id);
    await auth.tell(userUpdated.subject, { ...grace, displayName: 'Grace Brewster', revision: 2 });
    await auth.tell(userUpdated.subject, { ...grace, displayName: 'Told Twice', revision: 9 }, id);
    await auth.registers(somebody('Last One'));
    await eventually(async () => expect(await search('last one')).toHaveLength(1));
    expect(await search('murray')).toEqual([grace.userId]);
    expect(await search('brewster')).toEqual([]);
    expect(await search('told twice')).toEqual([]);
  });

  it('hides, by row-level security, the rows of other organisations from plain SQL', async () => {
    const seen = await withClient(world.database.url, async (client) => {
      const without = await client.query('SELECT count(*)::int AS n FROM person');
      await client.query('BEGIN');
      await client.query(`SELECT set_config('parley.organisation_id', $1, true)`, [OTHER_ORGANISATION.slice(4)]);
      const other = await client.query('SELECT display_name FROM person');
      await expect(
        client.query(
          `INSERT INTO person (organisation_id, user_id, display_name, email, revision) VALUES ($1, $2, 'x', 'x', 1)`,
          [ada.organisationId.slice(4), v7()],
        ),
      ).rejects.toThrow(/row-level security/);
      await client.query('ROLLBACK');
      return { without: without.rows, other: other.rows };
    });
    expect(seen).toEqual({ without: [{ n: 0 }], other: [{ display_name: 'Anna Stranger' }] });
  });
});

/** The order this search promises: names that begin so, then words that do, then the rest; each by name. */
function byRank(one: string, other: string): number {
  const order = [anna.userId, annabel.userId, jose.userId, jan.userId] as string[];
  return order.indexOf(one) - order.indexOf(other);
}
