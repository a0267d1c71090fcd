import { contactAdded, contactRemoved, contactRequestSent, readContacts } from '@parley/contracts';
import { ask as askBus } from '@parley/bus';
import { newId } from '@parley/persistence';
import { withClient, type TestAnswer } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthDouble } from './auth-double.ts';
import { FactLog } from './fact-log.ts';
import { eventually, OTHER_ORGANISATION, somebody, startContacts, type TestPerson, type World } from './world.ts';

let world: World;
let auth: AuthDouble;
let facts: FactLog;
let count = 0;

beforeAll(async () => {
  world = await startContacts();
  auth = await AuthDouble.start(world);
  facts = await eventually(() => FactLog.follow(world));
});
afterAll(() => world.stop());

/** People whom auth knows and nobody has told of: the service has to ask. */
function people(...names: string[]): TestPerson[] {
  const made = names.map((name) => somebody(name, `${name.toLowerCase()}.${(count += 1)}@example.org`));
  auth.knows(...made);
  return made;
}

const ERRORS = 'userErrors { code message field }';
const request = async (who: TestPerson, userId: string, clientNonce?: string) =>
  (
    await world.ask(
      who,
      `mutation ($input: RequestContactInput!) { requestContact(input: $input) {
         request { id state sentAt from { id } to { id } } contact { userId } ${ERRORS} } }`,
      { input: { userId, clientNonce } },
    )
  ).data.requestContact;
const respond = async (who: TestPerson, requestId: string, accept: boolean) =>
  (
    await world.ask(
      who,
      `mutation ($input: RespondToContactRequestInput!) { respondToContactRequest(input: $input) {
         contact { userId since user { id contactState } } ${ERRORS} } }`,
      { input: { requestId, accept } },
    )
  ).data.respondToContactRequest;
const remove = async (who: TestPerson, userId: string, clientNonce?: string) =>
  (
    await world.ask(
      who,
      `mutation ($input: RemoveContactInput!) { removeContact(input: $input) { user { id contactState } ${ERRORS} } }`,
      { input: { userId, clientNonce } },
    )
  ).data.removeContact;
const received = async (who: TestPerson) =>
  (await world.ask(who, `{ contactRequests(first: 50) { nodes { id from { id } sentAt } } }`)).data.contactRequests
    .nodes;
const contactsOf = async (who: TestPerson, query?: string): Promise<string[]> =>
  (
    await world.ask(who, `query ($query: String) { contacts(first: 50, query: $query) { nodes { userId } } }`, {
      query,
    })
  ).data.contacts.nodes.map(({ userId }: { userId: string }) => userId);
const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors.map(({ code }) => code);

async function befriend(one: TestPerson, other: TestPerson): Promise<void> {
  expect(codeOf(await respond(other, (await request(one, other.userId)).request.id, true))).toEqual([]);
}

interface ContactsPage {
  contacts: { nodes: { userId: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

/** Everything the tables hold, to show that a refusal changed nothing. */
const everything = () =>
  withClient(world.database.superuserUrl, async (client) => {
    const rows = await client.query(
      `SELECT (SELECT jsonb_agg(r ORDER BY id) FROM contact_request r) AS requests,
              (SELECT jsonb_agg(c ORDER BY owner_id, user_id) FROM contact c) AS contacts,
              (SELECT jsonb_agg(n ORDER BY client_nonce) FROM nonce n) AS nonces,
              (SELECT count(*) FROM outbox) AS facts`,
    );
    return rows.rows[0];
  });

describe('asking somebody', () => {
  it('is seen by the other, accepted, and makes contacts of both', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const asked = await request(ada, bob.userId);
    expect(asked).toMatchObject({
      request: { state: 'PENDING', from: { id: ada.userId }, to: { id: bob.userId } },
      contact: null,
      userErrors: [],
    });
    expect(await received(ada)).toEqual([]);
    expect(await received(bob)).toEqual([
      { id: asked.request.id, from: { id: ada.userId }, sentAt: asked.request.sentAt },
    ]);
    expect(await respond(bob, asked.request.id, true)).toMatchObject({
      contact: { userId: ada.userId, user: { id: ada.userId, contactState: 'CONTACT' } },
      userErrors: [],
    });
    expect(await received(bob)).toEqual([]);
    expect([await contactsOf(ada), await contactsOf(bob)]).toEqual([[bob.userId], [ada.userId]]);
    const named = ({ userId, displayName, avatarUrl }: TestPerson) => ({ userId, displayName, avatarUrl });
    await eventually(() => {
      expect(facts.of(contactRequestSent.subject)).toContainEqual({
        organisationId: ada.organisationId,
        requestId: asked.request.id,
        from: named(ada),
        to: named(bob),
        sentAt: asked.request.sentAt,
      });
      expect(facts.of(contactAdded.subject)).toContainEqual(expect.objectContaining({ a: named(bob), b: named(ada) }));
    });
  });

  it('twice gives the same pending request and tells it once', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const all = await Promise.all(Array.from({ length: 8 }, () => request(ada, bob.userId)));
    expect(new Set(all.map((one) => one.request.id)).size).toBe(1);
    expect(await received(bob)).toHaveLength(1);
    await eventually(() =>
      expect(
        facts.of(contactRequestSent.subject).filter((fact) => fact['requestId'] === all[0].request.id),
      ).toHaveLength(1),
    );
  });

  it('makes contacts at once of two who ask each other, also at the same moment', async () => {
    const pairs = Array.from({ length: 6 }, () => people('Ada', 'Bob') as [TestPerson, TestPerson]);
    for (const [ada, bob] of pairs) {
      const both = await Promise.all([request(ada, bob.userId), request(bob, ada.userId)]);
      expect(both.flatMap(codeOf)).toEqual([]);
      expect(both.filter((one) => one.contact !== null)).toHaveLength(1);
      expect([await contactsOf(ada), await contactsOf(bob)]).toEqual([[bob.userId], [ada.userId]]);
      expect([await received(ada), await received(bob)]).toEqual([[], []]);
    }
  });

  it('with a nonce has its effect once, also after the request was settled; another question is a conflict', async () => {
    const [ada, bob, cid] = people('Ada', 'Bob', 'Cid') as [TestPerson, TestPerson, TestPerson];
    const first = await request(ada, bob.userId, 'n-1');
    await respond(bob, first.request.id, false);
    const again = await request(ada, bob.userId, 'n-1');
    expect(again.request).toMatchObject({ id: first.request.id, state: 'DECLINED' });
    expect(await received(bob)).toEqual([]);
    const before = await everything();
    expect(codeOf(await request(ada, cid.userId, 'n-1'))).toEqual(['CONFLICT']);
    expect(await everything()).toEqual(before);
    expect(codeOf(await request(cid, bob.userId, 'n-1'))).toEqual([]);
  });

  it('refuses bad input and changes nothing', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const [far] = [somebody('Far', 'far@example.org', OTHER_ORGANISATION)];
    auth.knows(far);
    await befriend(ada, bob);
    const before = await everything();
    const refused: [string, string | undefined, string, string][] = [
      [ada.userId, undefined, 'BAD_USER_INPUT', 'userId'],
      ['usr_1', undefined, 'BAD_USER_INPUT', 'userId'],
      [newId('conversation'), undefined, 'BAD_USER_INPUT', 'userId'],
      ["usr_'; DROP TABLE contact; --", undefined, 'BAD_USER_INPUT', 'userId'],
      [newId('user'), undefined, 'NOT_FOUND', 'userId'],
      [far.userId, undefined, 'NOT_FOUND', 'userId'],
      [bob.userId, undefined, 'CONFLICT', 'userId'],
      [bob.userId, '', 'BAD_USER_INPUT', 'clientNonce'],
      [bob.userId, 'x'.repeat(129), 'BAD_USER_INPUT', 'clientNonce'],
      [bob.userId, 'a\u0000', 'BAD_USER_INPUT', 'clientNonce'],
    ];
    for (const [userId, nonce, code, field] of refused) {
      const payload = await request(ada, userId, nonce);
      expect([payload.request, payload.contact]).toEqual([null, null]);
      expect(payload.userErrors).toEqual([{ code, message: expect.any(String), field: [field] }]);
    }
    expect(await everything()).toEqual(before);
  });
});

describe('answering', () => {
  it('declines without a word to the other, who may ask again', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const { request: first } = await request(ada, bob.userId);
    expect(await respond(bob, first.id, false)).toEqual({ contact: null, userErrors: [] });
    expect([await contactsOf(ada), await received(bob)]).toEqual([[], []]);
    const { request: second } = await request(ada, bob.userId);
    expect(second.id).not.toBe(first.id);
    expect(await received(bob)).toHaveLength(1);
  });

  it('the same answer again is the same; another one is a conflict', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const { request: sent } = await request(ada, bob.userId);
    const answers = await Promise.all(Array.from({ length: 5 }, () => respond(bob, sent.id, true)));
    expect(answers.map((answer) => answer.contact?.userId)).toEqual(answers.map(() => ada.userId));
    expect(codeOf(await respond(bob, sent.id, false))).toEqual(['CONFLICT']);
    expect(await contactsOf(bob)).toEqual([ada.userId]);
    await eventually(() =>
      expect(facts.of(contactAdded.subject).filter(({ b }) => (b as TestPerson).userId === ada.userId)).toHaveLength(1),
    );
    const [cid] = people('Cid') as [TestPerson];
    const { request: other } = await request(cid, bob.userId);
    await respond(bob, other.id, false);
    expect(await respond(bob, other.id, false)).toEqual({ contact: null, userErrors: [] });
    expect(codeOf(await respond(bob, other.id, true))).toEqual(['CONFLICT']);
    expect(await contactsOf(cid)).toEqual([]);
  });

  it('is its receiver’s alone: for everybody else there is no such request', async () => {
    const [ada, bob, eve] = people('Ada', 'Bob', 'Eve') as [TestPerson, TestPerson, TestPerson];
    const far = somebody('Far', 'far@example.org', OTHER_ORGANISATION);
    const { request: sent } = await request(ada, bob.userId);
    const before = await everything();
    for (const who of [ada, eve, far])
      for (const accept of [true, false]) {
        const payload = await respond(who, sent.id, accept);
        expect(payload).toEqual(await respond(who, newId('contactRequest'), accept));
        expect(codeOf(payload)).toEqual(['NOT_FOUND']);
      }
    expect(codeOf(await respond(bob, 'req_x', true))).toEqual(['BAD_USER_INPUT']);
    expect(codeOf(await respond(bob, sent.id.replace('req_', 'usr_'), true))).toEqual(['BAD_USER_INPUT']);
    expect(await everything()).toEqual(before);
  });
});

describe('contacts', () => {
  it('are listed by name, filtered by words, and paged', async () => {
    const [me, zoe, emile, anna, carl] = people('Me', 'Zoë', 'Émile', 'anna', 'Carl') as [
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
      TestPerson,
    ];
    for (const other of [zoe, emile, anna, carl]) await befriend(me, other);
    const order = [anna, carl, emile, zoe].map(({ userId }) => userId);
    expect(await contactsOf(me)).toEqual(order);
    expect(await contactsOf(me, 'EMILE')).toEqual([emile.userId]);
    expect(await contactsOf(me, ' ')).toEqual(order);
    expect(await contactsOf(me, 'nobody')).toEqual([]);
    const paged: string[] = [];
    for (let after: string | null = null; ;) {
      const { data }: TestAnswer<ContactsPage> = await world.ask(
        me,
        `query ($after: String) { contacts(first: 3, after: $after) { nodes { userId } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      paged.push(...data.contacts.nodes.map(({ userId }: { userId: string }) => userId));
      if (!data.contacts.pageInfo.hasNextPage) break;
      after = data.contacts.pageInfo.endCursor;
    }
    expect(paged).toEqual(order);
  });

  it('follow a change of name', async () => {
    const [me, anna, bob] = people('Me', 'Anna', 'Bob') as [TestPerson, TestPerson, TestPerson];
    await befriend(me, anna);
    await befriend(me, bob);
    await auth.updates({ ...anna, displayName: 'Zoe', revision: 2 });
    await eventually(async () => expect(await contactsOf(me)).toEqual([bob.userId, anna.userId]));
  });

  it('end on both sides, once, and never of others', async () => {
    const [ada, bob, cid] = people('Ada', 'Bob', 'Cid') as [TestPerson, TestPerson, TestPerson];
    await befriend(ada, bob);
    await befriend(ada, cid);
    expect(await remove(ada, bob.userId, 'r-1')).toEqual({
      user: { id: bob.userId, contactState: 'NONE' },
      userErrors: [],
    });
    expect([await contactsOf(ada), await contactsOf(bob), await contactsOf(cid)]).toEqual([
      [cid.userId],
      [],
      [ada.userId],
    ]);
    await eventually(() =>
      expect(facts.of(contactRemoved.subject)).toEqual([
        { organisationId: ada.organisationId, userId: ada.userId, otherUserId: bob.userId },
      ]),
    );
    const before = await everything();
    expect(codeOf(await remove(ada, bob.userId, 'r-1'))).toEqual([]);
    expect(codeOf(await remove(ada, bob.userId))).toEqual(['NOT_FOUND']);
    expect(codeOf(await remove(ada, newId('user')))).toEqual(['NOT_FOUND']);
    expect(codeOf(await remove(ada, 'bob'))).toEqual(['BAD_USER_INPUT']);
    expect(codeOf(await remove(bob, cid.userId))).toEqual(['NOT_FOUND']);
    expect(await everything()).toEqual(before);
  });

  it('are told to presence when it asks, and only of the organisation asked for', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    await befriend(ada, bob);
    const presence = await world.bus('presence');
    const question = { organisationId: ada.organisationId, userId: ada.userId };
    expect(await askBus(presence, readContacts, question)).toEqual({ userIds: [bob.userId] });
    expect(await askBus(presence, readContacts, { ...question, organisationId: OTHER_ORGANISATION })).toEqual({
      userIds: [],
    });
  });

  it('demand a person and a proper page', async () => {
    const [ada] = people('Ada') as [TestPerson];
    for (const field of ['contacts', 'contactRequests']) {
      for (const list of [`(first: 0)`, `(first: 101)`, `(first: -1)`, `(first: 1, after: "x")`]) {
        const { errors } = await world.ask(ada, `{ ${field}${list} { nodes { __typename } } }`);
        expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
      }
      const { errors } = await world.ask(null, `{ ${field}(first: 1) { nodes { __typename } } }`);
      expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
    const { errors } = await world.ask(ada, `{ contacts(first: 1, query: "${'x'.repeat(101)}") { nodes { userId } } }`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('what others refer to', () => {
  const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on User { id contactState } ... on Contact { userId since } } }`;

  it('a person’s state to the caller, for many at once', async () => {
    const [me, friend, asked, asking, other] = people('Me', 'Fri', 'Asked', 'Asking', 'Other') as TestPerson[];
    if (!me || !friend || !asked || !asking || !other) throw new Error('five people');
    await befriend(me, friend);
    await request(me, asked.userId);
    await request(asking, me.userId);
    const of = [me, friend, asked, asking, other].map(({ userId: id }) => ({ __typename: 'User', id }));
    const { data } = await world.ask(me, ENTITIES, { of: [...of, { __typename: 'User', id: 'nonsense' }] });
    expect(data._entities.map((user: { contactState: string }) => user.contactState)).toEqual([
      'SELF',
      'CONTACT',
      'REQUESTED',
      'REQUEST_RECEIVED',
      'NONE',
      null,
    ]);
    expect((await world.ask(null, ENTITIES, { of: of.slice(1, 2) })).data._entities).toEqual([
      { id: friend.userId, contactState: null },
    ]);
  });

  it('a contact is nothing to whom it is not one of', async () => {
    const [ada, bob, eve] = people('Ada', 'Bob', 'Eve') as [TestPerson, TestPerson, TestPerson];
    await befriend(ada, bob);
    const of = [{ __typename: 'Contact', userId: bob.userId }];
    expect((await world.ask(ada, ENTITIES, { of })).data._entities).toMatchObject([{ userId: bob.userId }]);
    expect((await world.ask(eve, ENTITIES, { of })).data._entities).toEqual([null]);
    expect((await world.ask(null, ENTITIES, { of })).data._entities).toEqual([null]);
  });
});

describe('two organisations', () => {
  it('do not see each other’s rows, in the graph or by SQL', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const { request: sent } = await request(ada, bob.userId, 'iso');
    // The same person's id with a claim of another organisation: nothing of theirs is there.
    const far: TestPerson = { ...bob, organisationId: OTHER_ORGANISATION };
    expect([await received(far), await contactsOf(far)]).toEqual([[], []]);
    expect(codeOf(await respond(far, sent.id, true))).toEqual(['NOT_FOUND']);
    const counts = await withClient(world.database.url, async (client) => {
      const seen: number[] = [];
      for (const organisation of [null, OTHER_ORGANISATION, ada.organisationId]) {
        await client.query('BEGIN');
        if (organisation)
          await client.query(`SELECT set_config('parley.organisation_id', $1, true)`, [organisation.slice(4)]);
        const { rows } = await client.query(
          `SELECT (SELECT count(*) FROM contact_request) + (SELECT count(*) FROM contact) + (SELECT count(*) FROM nonce) AS n`,
        );
        seen.push(Number(rows[0].n));
        await client.query('ROLLBACK');
      }
      return seen;
    });
    expect(counts.slice(0, 2)).toEqual([0, 0]);
    expect(counts[2]).toBeGreaterThan(0);
  });

  it('every table that names an organisation is under forced row-level security', async () => {
    const open = await withClient(world.database.superuserUrl, async (client) => {
      const { rows } = await client.query(
        `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
         WHERE c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
      );
      return rows.map((row: { relname: string }) => row.relname);
    });
    expect(open).toEqual(['outbox']);
  });
});

describe('a person nobody has told of', () => {
  it('is asked of auth once', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    auth.asked.length = 0;
    await request(ada, bob.userId);
    await request(ada, bob.userId);
    expect(auth.asked).toEqual([[ada.userId, bob.userId]]);
  });

  it('is UNAVAILABLE, not unknown, while auth is away; nothing is changed', async () => {
    const [ada, bob] = people('Ada', 'Bob') as [TestPerson, TestPerson];
    const before = await everything();
    await auth.leave();
    expect(codeOf(await request(ada, bob.userId))).toEqual(['UNAVAILABLE']);
    expect(await everything()).toEqual(before);
    await auth.comeBack();
    expect(codeOf(await request(ada, bob.userId))).toEqual([]);
  });
});
