import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { follow, open } from './follower.ts';
import { eventually, organisation, person, type TestPerson } from './presence-under-test.ts';
import { Scene } from './scene.ts';

const scene = new Scene();
const org = organisation();

const OWN = 'status { availability text expiresAt hideLastSeen }';
async function mutate(who: Partial<TestPerson>, field: string, input: string, value: object) {
  const query = `mutation ($input: ${input}!) { ${field}(input: $input) {
    presence { userId availability lastSeenAt text } ${OWN} userErrors { code field } } }`;
  const { data, errors } = await scene.presence.ask(who, query, { input: value });
  return { ...data?.[field], code: errors?.[0]?.extensions.code };
}
const set = (who: Partial<TestPerson>, value: object) => mutate(who, 'setStatus', 'SetStatusInput', value);
const hide = (who: TestPerson, hideLastSeen: boolean) => mutate(who, 'setPrivacy', 'SetPrivacyInput', { hideLastSeen });
const own = async (who: Partial<TestPerson>) => {
  const query = '{ myStatus { availability text expiresAt hideLastSeen } }';
  const { data, errors } = await scene.presence.ask(who, query);
  return data?.myStatus ?? errors?.[0]?.extensions.code;
};
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

describe.concurrent('a status', () => {
  it('wins over what the devices say, is told to who follows, and is the owner’s to read', async () => {
    const ada = person(org);
    await scene.beating().opens(ada);
    const watcher = await follow(scene.presence, ada);
    const expiresAt = soon(3_600_000);
    const done = await set(ada, { availability: 'DO_NOT_DISTURB', text: 'Writing', expiresAt });
    const shown = { availability: 'DO_NOT_DISTURB', lastSeenAt: null, text: 'Writing' };
    const status = { availability: 'DO_NOT_DISTURB', text: 'Writing', expiresAt, hideLastSeen: false };
    expect(done).toEqual({ presence: { userId: ada.sub, ...shown }, status, userErrors: [] });
    expect(await scene.shown(ada)).toEqual(shown);
    await eventually(() =>
      expect(watcher.heard).toMatchObject([{ revision: 2, event: { __typename: 'Presence', ...shown } }]),
    );
    expect(await own(ada)).toEqual(status);
    expect(await own({ ...ada, org: organisation() })).toMatchObject({ availability: null, text: null });
    // What is left out is cleared.
    expect((await set(ada, { availability: 'BUSY' })).presence).toMatchObject({ availability: 'BUSY', text: null });
    expect((await set(ada, {})).presence).toMatchObject({ availability: 'ONLINE', text: null });
    // Said again it is no news.
    await set(ada, {});
    await set(ada, { availability: 'AWAY' });
    await eventually(() => expect(watcher.words()).toEqual(['DO_NOT_DISTURB', 'BUSY', 'ONLINE', 'AWAY']));
  });

  it('tells other services of do not disturb, and of its end, also of whoever is not here; of nothing else', async () => {
    const ada = person(org);
    const until = soon(3_600_000);
    await set(ada, { availability: 'BUSY' });
    await set(ada, { availability: 'DO_NOT_DISTURB', expiresAt: until });
    await set(ada, { availability: 'AWAY' });
    await set(ada, {});
    const rows = (await scene.sql(
      `SELECT payload FROM outbox WHERE subject = 'evt.presence.do_not_disturb.changed.v1' AND payload->>'userId' = $1 ORDER BY id`,
      [ada.sub],
    )) as { payload: { at: string } }[];
    const of = { organisationId: org, userId: ada.sub };
    expect(rows.map(({ payload }) => payload)).toMatchObject([
      { ...of, isOn: true, until },
      { ...of, isOn: false, until: null },
    ]);
    const [first, second] = rows.map(({ payload }) => Date.parse(payload.at));
    expect(second).toBeGreaterThan(first as number);
  });

  it('makes nobody seem to be here who is not, and stays for when they come; its text is shown meanwhile', async () => {
    const ada = person(org);
    expect((await set(ada, { availability: 'BUSY', text: 'Back on Monday' })).presence).toMatchObject({
      availability: 'OFFLINE',
      lastSeenAt: null,
      text: 'Back on Monday',
    });
    const instance = scene.beating();
    const socket = await instance.opens(ada);
    expect(await scene.shown(ada)).toMatchObject({ availability: 'BUSY', text: 'Back on Monday' });
    await instance.closes(socket, true);
    expect(await scene.shown(ada)).toMatchObject({ availability: 'OFFLINE', lastSeenAt: expect.any(String) });
  });

  it('ends by itself: a read at its time says so, and who follows hears of it within 1.5 s', async () => {
    const ada = person(org);
    await scene.beating().opens(ada);
    const watcher = await follow(scene.presence, ada);
    const end = Date.now() + 1_200;
    await set(ada, { availability: 'AWAY', text: 'Tea', expiresAt: new Date(end).toISOString() });
    expect(await scene.shown(ada)).toMatchObject({ availability: 'AWAY', text: 'Tea' });
    await sleep(end + 5 - Date.now());
    expect(await scene.shown(ada)).toMatchObject({ availability: 'ONLINE', text: null });
    expect(await own(ada)).toMatchObject({ availability: null, text: null, expiresAt: null });
    expect(await watcher.until('ONLINE', end)).toBeLessThan(1_500);
    expect(watcher.heard.at(-1)).toMatchObject({ revision: 3, event: { text: null } });
    expect(await scene.sql('SELECT FROM status WHERE user_id = $1', [ada.sub.slice(4)])).toEqual([]);
  });

  it('that appears offline is given away by nothing: neither by devices that come and go nor by when one was last seen', async () => {
    const ada = person(org);
    const instance = scene.beating();
    const socket = await instance.opens(ada);
    const { presence: gone } = await set(ada, { availability: 'OFFLINE' });
    expect(gone).toMatchObject({ availability: 'OFFLINE', lastSeenAt: expect.any(String) });
    const watcher = await follow(scene.presence, ada);
    await instance.opens(ada);
    await instance.closes(socket, true);
    await sleep(200);
    expect(await scene.shown(ada)).toEqual({ availability: 'OFFLINE', lastSeenAt: gone.lastSeenAt, text: null });
    expect(watcher.heard).toEqual([]);
    expect((await set(ada, {})).presence.availability).toBe('ONLINE');
  });

  it.each([
    ['a text of 141 characters', { text: 'x'.repeat(141) }, 'text'],
    ['a text with a control character', { text: 'a\u0007b' }, 'text'],
    ['a text with a bidi override', { text: 'a\u202eb' }, 'text'],
    ['an end in the past', { text: 'x', expiresAt: soon(-1_000) }, 'expiresAt'],
    ['an end in two years', { availability: 'BUSY', expiresAt: soon(2 * 366 * 86_400_000) }, 'expiresAt'],
    ['what comes by itself', { availability: 'IN_A_CALL' }, 'availability'],
    ['what comes by itself, being online', { availability: 'ONLINE' }, 'availability'],
  ])('is refused with %s, and nothing is changed', async (_, value, field) => {
    const ada = person(org);
    const watcher = await follow(scene.presence, ada);
    await set(ada, { availability: 'BUSY', text: 'before' });
    const refused = await set(ada, value);
    expect(refused).toMatchObject({
      presence: null,
      status: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }],
    });
    expect(await own(ada)).toMatchObject({ availability: 'BUSY', text: 'before' });
    // What comes next is the next that is heard: nothing was said between.
    await set(ada, { availability: 'BUSY', text: 'after' });
    await eventually(() => expect(watcher.heard.map(({ event }) => event['text'])).toEqual(['before', 'after']));
  });

  it('is refused with an unknown availability and to the signed out', async () => {
    expect((await set(person(org), { availability: 'ASLEEP' })).code).toBe('BAD_USER_INPUT');
    expect((await set({}, { text: 'x' })).code).toBe('UNAUTHENTICATED');
    expect((await mutate({}, 'setPrivacy', 'SetPrivacyInput', { hideLastSeen: true })).code).toBe('UNAUTHENTICATED');
    expect(await own({})).toBe('UNAUTHENTICATED');
  });
});

describe.concurrent('when somebody was last seen', () => {
  it('is hidden from contacts of old, from who follows already and from who opens, and shown again when its owner says so', async () => {
    const [ada, ben] = [person(org), person(org)];
    await scene.presence.contacts.adds(ada, ben);
    const instance = scene.beating();
    await instance.closes(await instance.opens(ada), true);
    const query = `query ($of: [ID!]!) { presences(userIds: $of) { availability lastSeenAt } }`;
    const seen = async () => (await scene.presence.ask(ben, query, { of: [ada.sub] })).data.presences[0];
    await eventually(async () => expect(await seen()).toMatchObject({ lastSeenAt: expect.any(String) }));
    const { lastSeenAt } = await seen();
    const watcher = await follow(scene.presence, ada);
    expect((await hide(ada, true)).status).toMatchObject({ hideLastSeen: true });
    expect(await seen()).toEqual({ availability: 'OFFLINE', lastSeenAt: null });
    await eventually(() => expect(watcher.heard.at(-1)?.event['lastSeenAt']).toBeNull());
    const answer = await open(scene.presence, ben, [ada.sub]);
    expect(answer).toMatchObject({ opened: { values: [{ event: { lastSeenAt: null } }] } });
    // It stays hidden through coming and going.
    await instance.closes(await instance.opens(ada), true);
    expect(await seen()).toEqual({ availability: 'OFFLINE', lastSeenAt: null });
    await eventually(() => expect(watcher.heard.map(({ event }) => event['lastSeenAt'])).toEqual([null, null, null]));
    expect((await hide(ada, false)).status).toMatchObject({ hideLastSeen: false });
    expect(Date.parse((await seen()).lastSeenAt)).toBeGreaterThan(Date.parse(lastSeenAt));
  });
});
