import { hashOfArguments } from '@parley/identity';
import { liveOpenSubject, liveReadSubject } from '@parley/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from './follower.ts';
import { InstanceDouble } from './instance-double.ts';
import {
  eventually,
  organisation,
  person,
  startPresence,
  type PresenceUnderTest,
  type TestPerson,
} from './presence-under-test.ts';

let presence: PresenceUnderTest;
let instance: InstanceDouble;
const org = organisation();

beforeAll(async () => {
  presence = await startPresence();
  instance = new InstanceDouble(presence);
  instance.start();
});
afterAll(async () => {
  instance.crashes();
  await presence.stop();
});

const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
  ... on User { id presence { userId availability lastSeenAt text } } } }`;
const seen = async (viewer: Partial<TestPerson>, ...people: TestPerson[]) => {
  const of = people.map(({ sub: id }) => ({ __typename: 'User', id }));
  const { data, errors } = await presence.ask(viewer, ENTITIES, { of });
  return {
    words: data._entities.map(
      (user: { presence: { availability: string } | null }) => user.presence?.availability ?? null,
    ),
    codes: errors?.map((error) => error.extensions.code) ?? [],
  };
};
const codeOf = async (viewer: Partial<TestPerson>, userIds: unknown) => {
  const answer = await open(presence, viewer, userIds);
  return answer.ok ? 'ok' : answer.error.code;
};

describe('the presence of a person', () => {
  it('is shown to contacts and to oneself, for many at once, and to nobody else', async () => {
    const [me, friend, stranger] = [person(org), person(org), person(org)];
    const far = person(organisation());
    await presence.contacts.adds(me, friend);
    await instance.opens(friend);
    await instance.opens(stranger);
    expect(await seen(me, me, friend, stranger, far)).toEqual({ words: ['OFFLINE', 'ONLINE', null, null], codes: [] });
    expect(await seen(stranger, me, friend, stranger)).toEqual({ words: [null, null, 'ONLINE'], codes: [] });
    expect(await seen({}, me, friend)).toEqual({ words: [null, null], codes: [] });
    // With a claim of another organisation, the same ids are nobody.
    expect(await seen({ ...me, org: far.org }, friend)).toEqual({ words: [null], codes: [] });
  });

  it('is asked of contacts when no fact was told, once for all of a request', async () => {
    const [me, one, other] = [person(org), person(org), person(org)];
    presence.contacts.knows(me, one);
    presence.contacts.knows(other, me);
    presence.contacts.asked = 0;
    expect(await seen(me, one, other)).toEqual({ words: ['OFFLINE', 'OFFLINE'], codes: [] });
    expect(await seen(me, one, other)).toEqual({ words: ['OFFLINE', 'OFFLINE'], codes: [] });
    expect(presence.contacts.asked).toBe(1);
  });

  it('ends with the contact and comes back with it', async () => {
    const [me, friend] = [person(org), person(org)];
    await presence.contacts.adds(me, friend);
    expect((await seen(me, friend)).words).toEqual(['OFFLINE']);
    await presence.contacts.removes(friend, me);
    await eventually(async () => expect((await seen(me, friend)).words).toEqual([null]));
    expect(await codeOf(me, [friend.sub])).toBe('NOT_FOUND');
    await presence.contacts.adds(friend, me);
    expect((await seen(me, friend)).words).toEqual(['OFFLINE']);
    expect(await codeOf(me, [friend.sub])).toBe('ok');
  });

  it('is UNAVAILABLE, not hidden, where contacts would have to be asked and is away', async () => {
    const [me, friend, other] = [person(org), person(org), person(org)];
    await presence.contacts.adds(me, friend);
    await eventually(async () => expect((await seen(me, friend)).words).toEqual(['OFFLINE']));
    await presence.contacts.leave();
    try {
      expect(await seen(me, me)).toEqual({ words: ['OFFLINE'], codes: [] });
      expect((await seen(me, other)).codes).toEqual(['UNAVAILABLE']);
      expect(await codeOf(me, [other.sub])).toBe('UNAVAILABLE');
      expect(await codeOf(me, [me.sub])).toBe('ok');
    } finally {
      await presence.contacts.comeBack();
    }
  });

  it.each([
    ['a malformed id', ['usr_1']],
    ['an id of something else', [organisation()]],
    ['101 people', Array.from({ length: 101 }, () => person(org).sub)],
  ])('is refused for %s', async (_, userIds) => {
    const { errors } = await presence.ask(person(org), `query ($of: [ID!]!) { presences(userIds: $of) { userId } }`, {
      of: userIds,
    });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is refused to whom the gateway does not vouch for', async () => {
    const bare = await presence.ask({}, `{ presences(userIds: []) { userId } }`);
    expect(bare.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

describe('following', () => {
  it('gives the present value of each first, of whoever was never seen too', async () => {
    const [me, here, never] = [person(org), person(org), person(org)];
    await presence.contacts.adds(me, here);
    await presence.contacts.adds(me, never);
    await instance.opens(here);
    const answer = await open(presence, me, [here.sub, never.sub, here.sub, me.sub]);
    expect(answer).toMatchObject({ ok: true, opened: { kind: 'fleeting', audience: 'member' } });
    if (!answer.ok || answer.opened.kind !== 'fleeting') throw new Error('not opened');
    expect(answer.opened.tickMs).toBeGreaterThanOrEqual(100);
    expect(answer.opened.tickMs).toBeLessThanOrEqual(250);
    expect(
      answer.opened.values.map(({ event, revision }) => [event['userId'], event['availability'], revision]),
    ).toEqual([
      [here.sub, 'ONLINE', 1],
      [never.sub, 'OFFLINE', 0],
      [me.sub, 'OFFLINE', 0],
    ]);
    const known = Object.fromEntries(answer.opened.values.map(({ topic, revision }) => [topic, revision]));
    const read = async () => {
      const question = { v: 1, grant: answer.grant, limit: 500, maxBytes: 65_536, known };
      return (await presence.door.request(liveReadSubject('presence'), JSON.stringify(question))).json<{
        values: { event: { userId: string } }[];
      }>();
    };
    expect((await read()).values).toEqual([]);
    await instance.opens(me);
    expect((await read()).values.map(({ event }) => event.userId)).toEqual([me.sub]);
  });

  it('is refused as a whole for one who is no contact, and reads like nobody at all', async () => {
    const [me, friend, stranger] = [person(org), person(org), person(org)];
    await presence.contacts.adds(me, friend);
    const refused = await open(presence, me, [friend.sub, stranger.sub]);
    expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    expect(await open(presence, me, [friend.sub, person(organisation()).sub])).toEqual(refused);
  });

  it('refuses bad arguments, the anonymous, and a claim for other arguments', async () => {
    const me = person(org);
    expect(await codeOf(me, [])).toBe('BAD_USER_INPUT');
    expect(await codeOf(me, 'x')).toBe('BAD_USER_INPUT');
    expect(await codeOf(me, ['usr_1'])).toBe('BAD_USER_INPUT');
    expect(
      await codeOf(
        me,
        Array.from({ length: 201 }, () => me.sub),
      ),
    ).toBe('BAD_USER_INPUT');
    expect(
      await codeOf(
        me,
        Array.from({ length: 200 }, () => me.sub),
      ),
    ).toBe('ok');
    expect(await codeOf({}, [me.sub])).toBe('UNAUTHENTICATED');
    const hash = hashOfArguments('presenceChanged', { userIds: [me.sub] });
    const claim = await presence.gateway.claim('presence', me, hash);
    const question = { v: 1, field: 'presenceChanged', args: { userIds: [person(org).sub] }, claim };
    const answer = await presence.door.request(liveOpenSubject('presence'), JSON.stringify(question));
    expect(answer.json()).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } });
  });
});
