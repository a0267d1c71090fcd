import {
  contactRemoved,
  contactRequestSent,
  contactRequestWithdrawn,
  readBlocks,
  userBlocked,
  userUnblocked,
} from '@parley/contracts';
import { ask as askBus } from '@parley/bus';
import { newId } from '@parley/persistence';
import { withClient } from '@parley/testing';
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

function people(...names: string[]): TestPerson[] {
  const made = names.map((name) => somebody(name, `${name.toLowerCase()}.${(count += 1)}@example.org`));
  auth.knows(...made);
  return made;
}
const pair = () => people('Ada', 'Bob') as [TestPerson, TestPerson];

interface Answer {
  userErrors: { code: string; message: string }[];
  request?: { id: string; state: string };
  contact?: { userId: string } | null;
  user?: { id: string; contactState: string } | null;
}
async function does(who: TestPerson, mutation: string, input: object): Promise<Answer> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!`;
  const what =
    { requestContact: 'request { id state } contact { userId }', withdrawContactRequest: 'request { id state }' }[
      mutation
    ] ?? (mutation.startsWith('respond') ? 'contact { userId }' : 'user { id contactState }');
  const document = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${what} userErrors { code message } } }`;
  return (await world.ask(who, document, { input })).data[mutation];
}
const ask = (who: TestPerson, { userId }: TestPerson) => does(who, 'requestContact', { userId });
const respond = (who: TestPerson, requestId: string, accept: boolean) =>
  does(who, 'respondToContactRequest', { requestId, accept });
const block = (who: TestPerson, { userId }: { userId: string }) => does(who, 'blockUser', { userId });
const unblock = (who: TestPerson, { userId }: { userId: string }) => does(who, 'unblockUser', { userId });
const withdraw = (who: TestPerson, requestId: string) => does(who, 'withdrawContactRequest', { requestId });
const codes = ({ userErrors }: Answer) => userErrors.map(({ code }) => code);
const requestsOf = async (who: TestPerson, list: 'contactRequests' | 'sentContactRequests'): Promise<string[]> =>
  (await world.ask(who, `{ ${list}(first: 50) { nodes { id } } }`)).data[list].nodes.map(
    ({ id }: Answer['request'] & object) => id,
  );
const contactsOf = async (who: TestPerson): Promise<string[]> =>
  (await world.ask(who, `{ contacts(first: 50) { nodes { userId } } }`)).data.contacts.nodes.map(
    ({ userId }: TestPerson) => userId,
  );
const blockedBy = async (who: TestPerson): Promise<string[]> =>
  (
    await world.ask(who, `{ blockedUsers(first: 50) { nodes { userId user { id } since } } }`)
  ).data.blockedUsers.nodes.map(({ userId }: TestPerson) => userId);
const stateOf = async (who: TestPerson, { userId: id }: TestPerson): Promise<string> =>
  (
    await world.ask(who, `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { contactState } } }`, {
      of: [{ __typename: 'User', id }],
    })
  ).data._entities[0].contactState;
const everything = () =>
  withClient(world.database.superuserUrl, async (client) => {
    const { rows } = await client.query(
      `SELECT (SELECT jsonb_agg(r ORDER BY id) FROM contact_request r) AS requests,
              (SELECT jsonb_agg(b ORDER BY owner_id, user_id) FROM block b) AS blocks, (SELECT count(*) FROM outbox) AS facts`,
    );
    return rows[0];
  });
async function befriend(one: TestPerson, other: TestPerson): Promise<void> {
  expect(codes(await respond(other, (await ask(one, other)).request?.id ?? '', true))).toEqual([]);
}

describe('blocking somebody', () => {
  it('ends being contacts, is listed for oneself alone, and is told to the other services', async () => {
    const [ada, bob] = pair();
    await befriend(ada, bob);
    expect(await block(ada, bob)).toMatchObject({ user: { id: bob.userId, contactState: 'BLOCKED' }, userErrors: [] });
    expect([await contactsOf(ada), await contactsOf(bob)]).toEqual([[], []]);
    expect([await blockedBy(ada), await blockedBy(bob)]).toEqual([[bob.userId], []]);
    expect(await stateOf(bob, ada)).toBe('NONE');
    const told = { organisationId: ada.organisationId, userId: ada.userId, blockedUserId: bob.userId };
    await eventually(() => {
      const order = facts.facts.map(({ subject }) => subject);
      expect(facts.of(userBlocked.subject)).toContainEqual(told);
      expect(order.lastIndexOf(contactRemoved.subject)).toBeLessThan(order.lastIndexOf(userBlocked.subject));
    });
    expect(await unblock(ada, bob)).toMatchObject({ user: { contactState: 'NONE' }, userErrors: [] });
    expect([await blockedBy(ada), await contactsOf(ada)]).toEqual([[], []]);
    await eventually(() => expect(facts.of(userUnblocked.subject)).toContainEqual(told));
  });

  it('twice is once, at the same moment too; so is unblocking', async () => {
    const [ada, bob] = pair();
    const all = await Promise.all(Array.from({ length: 6 }, () => block(ada, bob)));
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1);
    await Promise.all(Array.from({ length: 3 }, () => unblock(ada, bob)));
    await eventually(() => expect(facts.of(userUnblocked.subject).at(-1)?.['userId']).toBe(ada.userId));
    const mine = (subject: string) => facts.of(subject).filter((fact) => fact['userId'] === ada.userId);
    expect([mine(userBlocked.subject).length, mine(userUnblocked.subject).length]).toEqual([1, 1]);
  });

  it('takes back what one had asked', async () => {
    const [ada, bob] = pair();
    const { request } = await ask(ada, bob);
    await block(ada, bob);
    expect([await requestsOf(bob, 'contactRequests'), await requestsOf(ada, 'sentContactRequests')]).toEqual([[], []]);
    expect(codes(await respond(bob, request?.id ?? '', true))).toEqual(['CONFLICT']);
    expect(await contactsOf(ada)).toEqual([]);
  });

  it('hides what they had asked, which goes on looking as if it waited', async () => {
    const [ada, bob] = pair();
    const { request } = await ask(bob, ada);
    await block(ada, bob);
    expect(await requestsOf(ada, 'contactRequests')).toEqual([]);
    expect(await requestsOf(bob, 'sentContactRequests')).toEqual([request?.id]);
    expect(await stateOf(bob, ada)).toBe('REQUESTED');
    expect(codes(await respond(ada, request?.id ?? '', true))).toEqual(['NOT_FOUND']);
    await unblock(ada, bob);
    expect([await requestsOf(ada, 'contactRequests'), await stateOf(ada, bob)]).toEqual([[], 'NONE']);
  });

  it('lets them ask, and nobody ever hears of it; to them it is a request like any other', async () => {
    const [ada, bob, eve] = people('Ada', 'Bob', 'Eve') as [TestPerson, TestPerson, TestPerson];
    await block(ada, bob);
    const [unseen, plain] = [await ask(bob, ada), await ask(bob, eve)];
    const shape = (answer: Answer) => ({ ...answer, request: { ...answer.request, id: 'x' } });
    expect(shape(unseen)).toEqual(shape(plain));
    expect(await stateOf(bob, ada)).toBe(await stateOf(bob, eve));
    expect((await ask(bob, ada)).request?.id).toBe(unseen.request?.id);
    expect([await requestsOf(ada, 'contactRequests'), await stateOf(ada, bob)]).toEqual([[], 'BLOCKED']);
    await eventually(() =>
      expect(facts.of(contactRequestSent.subject).map((fact) => fact['requestId'])).toContain(plain.request?.id),
    );
    expect(facts.of(contactRequestSent.subject).map((fact) => fact['requestId'])).not.toContain(unseen.request?.id);
    // Once they are unblocked, only asking again shows it.
    await unblock(ada, bob);
    expect(await requestsOf(ada, 'contactRequests')).toEqual([]);
    await ask(bob, ada);
    expect(await requestsOf(ada, 'contactRequests')).toEqual([unseen.request?.id]);
  });

  it('keeps one from asking them before they are unblocked', async () => {
    const [ada, bob] = pair();
    await block(ada, bob);
    expect(codes(await ask(ada, bob))).toEqual(['CONFLICT']);
    await unblock(ada, bob);
    expect(codes(await ask(ada, bob))).toEqual([]);
  });

  it('still shows everybody in the directory', async () => {
    const [ada, bob] = people('Adaxyz', 'Bobxyz') as [TestPerson, TestPerson];
    await block(ada, bob);
    const query = `query ($query: String!) { searchUsers(query: $query, first: 5) { nodes { id contactState } } }`;
    const found = async (who: TestPerson, words: string) =>
      (await world.ask(who, query, { query: words })).data.searchUsers.nodes;
    expect(await found(bob, 'adaxyz')).toEqual([{ id: ada.userId, contactState: 'NONE' }]);
    expect(await found(ada, 'bobxyz')).toEqual([{ id: bob.userId, contactState: 'BLOCKED' }]);
  });

  it('refuses oneself, ids of nobody, and malformed ones, and changes nothing', async () => {
    const [ada] = pair();
    const far = somebody('Far', 'far@elsewhere.example', OTHER_ORGANISATION);
    auth.knows(far);
    await ask(ada, somebody('Nobody'));
    const before = await everything();
    for (const mutation of [block, unblock]) {
      expect(codes(await mutation(ada, { userId: newId('user') }))).toEqual(['NOT_FOUND']);
      expect(codes(await mutation(ada, far))).toEqual(['NOT_FOUND']);
      expect(codes(await mutation(ada, { userId: 'usr_1' }))).toEqual(['BAD_USER_INPUT']);
    }
    expect(codes(await block(ada, ada))).toEqual(['BAD_USER_INPUT']);
    expect(await everything()).toEqual(before);
  });

  it('is answered to services that have heard of no fact', async () => {
    const [ada, bob, eve] = people('Ada', 'Bob', 'Eve') as [TestPerson, TestPerson, TestPerson];
    await block(ada, bob);
    await block(eve, ada);
    const chat = await world.bus('chat');
    const question = { organisationId: ada.organisationId, userId: ada.userId };
    const otherUserIds = [bob.userId, eve.userId, newId('user')];
    expect(await askBus(chat, readBlocks, { ...question, otherUserIds })).toEqual({
      by: [eve.userId],
      whom: [bob.userId],
    });
    expect(await askBus(chat, readBlocks, { ...question, organisationId: OTHER_ORGANISATION, otherUserIds })).toEqual({
      by: [],
      whom: [],
    });
  });
});

describe('taking back a request', () => {
  it('ends it on both sides and is told; again it is the same answer', async () => {
    const [ada, bob] = pair();
    const { request } = await ask(ada, bob);
    expect(await requestsOf(ada, 'sentContactRequests')).toEqual([request?.id]);
    const answer = await withdraw(ada, request?.id ?? '');
    expect(answer).toEqual({ request: { id: request?.id, state: 'WITHDRAWN' }, userErrors: [] });
    expect(await withdraw(ada, request?.id ?? '')).toEqual(answer);
    expect([await requestsOf(bob, 'contactRequests'), await requestsOf(ada, 'sentContactRequests')]).toEqual([[], []]);
    expect([await stateOf(ada, bob), await stateOf(bob, ada)]).toEqual(['NONE', 'NONE']);
    expect(codes(await respond(bob, request?.id ?? '', true))).toEqual(['CONFLICT']);
    await eventually(() =>
      expect(facts.of(contactRequestWithdrawn.subject).filter((fact) => fact['requestId'] === request?.id)).toEqual([
        expect.objectContaining({ fromUserId: ada.userId, toUserId: bob.userId, wasSeen: true }),
      ]),
    );
    expect((await ask(ada, bob)).request?.id).not.toBe(request?.id);
  });

  it('refuses what others sent, what was answered, what is nothing; and changes nothing', async () => {
    const [ada, bob] = pair();
    const [eve] = people('Eve') as [TestPerson];
    const waiting = (await ask(ada, bob)).request?.id ?? '';
    const accepted = (await ask(ada, eve)).request?.id ?? '';
    await respond(eve, accepted, true);
    const before = await everything();
    expect(codes(await withdraw(bob, waiting))).toEqual(['NOT_FOUND']);
    expect(codes(await withdraw(eve, waiting))).toEqual(['NOT_FOUND']);
    expect(codes(await withdraw(ada, newId('contactRequest')))).toEqual(['NOT_FOUND']);
    expect(codes(await withdraw(ada, 'req_1'))).toEqual(['BAD_USER_INPUT']);
    expect(codes(await withdraw(ada, accepted))).toEqual(['CONFLICT']);
    expect(await everything()).toEqual(before);
  });

  it('and answering it at the same moment: one of the two happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [ada, bob] = pair();
      const id = (await ask(ada, bob)).request?.id ?? '';
      const [taken, answered] = await Promise.all([withdraw(ada, id), respond(bob, id, true)]);
      expect([...codes(taken), ...codes(answered)]).toEqual(['CONFLICT']);
      expect(await contactsOf(ada)).toEqual(codes(taken).length > 0 ? [bob.userId] : []);
    }
  });
});
