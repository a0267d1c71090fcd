import { newId } from '@parley/persistence';
import type { TestCaller } from '@parley/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, operations, type Knocked, type Meeting } from './documents.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let meeting: Meeting;
let secret: Meeting;
let seats: Record<'host' | 'coHost' | 'ada' | 'guest' | 'foreigner', Knocked>;
const org = newId('organisation');
const [host, coHost, ada] = [somebody(org), somebody(org), somebody(org)];
const stranger = somebody(newId('organisation'));
const { create, end } = operations(() => media);
const { knock, mute, askToUnmute, remove, setRole } = doorOperations(() => media);

beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media?.stop());
beforeEach(async () => {
  ({ meeting } = await create(host, { access: 'PUBLIC' }));
  secret = (await create(host, { access: 'INVITED' })).meeting;
  const seat = async (caller: TestCaller, more: object = {}) =>
    (await knock(caller, meeting.code, { displayName: 'Guest', ...more })).admission;
  seats = {
    host: await seat(host),
    coHost: await seat(coHost),
    ada: await seat(ada),
    guest: await seat({}),
    foreigner: await seat(stranger),
  };
  await setRole(host, { meetingId: meeting.id, participantId: seats.coHost.participantIdentity, role: 'CO_HOST' });
});

type Verb = 'setRole' | 'mute' | 'askToUnmute' | 'remove';
const VERBS: Verb[] = ['setRole', 'mute', 'askToUnmute', 'remove'];
const does = async (verb: Verb, by: TestCaller, participantId: string, meetingId = meeting.id) => {
  const input = { meetingId, participantId };
  if (verb === 'setRole') return setRole(by, { ...input, role: 'VIEWER' });
  if (verb === 'mute') return mute(by, { meetingId, target: { participantId }, source: 'MICROPHONE' });
  return verb === 'remove' ? remove(by, { ...input, ban: true }) : askToUnmute(by, input);
};
const codes = async (...given: Parameters<typeof does>) =>
  (await does(...given)).userErrors.map(({ code, field }) => [code, ...(field ?? [])].join(' '));
/** All that moderation could change. */
const state = () =>
  media.rows(
    `SELECT m.guests_wait, m.last_seq, p.id, p.role, p.removed_at, (SELECT count(*)::int FROM ban b WHERE b.meeting_id = m.id) AS bans
     FROM meeting m JOIN participant p ON p.meeting_id = m.id WHERE m.code = $1 ORDER BY p.id`,
    [meeting.code],
  );

describe.each(VERBS)('%s', (verb) => {
  const target = 'target participantId';
  it('is refused with the reason, and nothing has changed', async () => {
    const before = await state();
    const [him, her, guest] = [seats.host, seats.ada, seats.guest].map(
      ({ participantIdentity }) => participantIdentity,
    );
    expect(await codes(verb, ada, guest as string)).toEqual(['FORBIDDEN']);
    expect(await codes(verb, ada, him as string)).toEqual(['FORBIDDEN']);
    expect(await codes(verb, coHost, him as string)).toEqual(['FORBIDDEN']);
    expect(await codes(verb, host, him as string)).toEqual(['FORBIDDEN']);
    expect(await codes(verb, stranger, her as string)).toEqual(['NOT_FOUND meetingId']);
    expect(await codes(verb, host, newId('participant'))).toEqual(['NOT_FOUND participantId']);
    expect(await codes(verb, host, her as string, secret.id)).toEqual(['NOT_FOUND participantId']);
    expect(await codes(verb, ada, her as string, secret.id)).toEqual(['NOT_FOUND meetingId']);
    expect(await codes(verb, host, her as string, newId('meeting'))).toEqual(['NOT_FOUND meetingId']);
    expect(await codes(verb, host, 'par_x')).toEqual([`BAD_USER_INPUT ${verb === 'mute' ? target : 'participantId'}`]);
    expect(await codes(verb, host, her as string, ada.sub)).toEqual(['BAD_USER_INPUT meetingId']);
    await expect(does(verb, {}, her as string)).rejects.toThrow(/UNAUTHENTICATED/);
    expect(await state()).toEqual(before);
  });

  it('is over when the meeting is', async () => {
    await end(host, meeting.id);
    expect(await codes(verb, host, seats.ada.participantIdentity)).toEqual(['CONFLICT meetingId']);
  });

  it('does not reach whoever was put out', async () => {
    const { participantIdentity } = seats.ada;
    await remove(host, { meetingId: meeting.id, participantId: participantIdentity });
    expect(await codes(verb, host, participantIdentity)).toEqual(verb === 'remove' ? [] : ['NOT_FOUND participantId']);
  });
});

describe('muting everyone', () => {
  const all = (by: TestCaller, target: object = { everyone: true }, meetingId = meeting.id) =>
    mute(by, { meetingId, target, source: 'MICROPHONE' });

  it('is for hosts and co-hosts, and means what it says', async () => {
    expect((await all(ada)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await all(stranger)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await all(host, { everyone: false })).userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['target', 'everyone'] },
    ]);
    await expect(all({})).rejects.toThrow(/UNAUTHENTICATED/);
    for (const target of [{}, { everyone: true, participantId: seats.ada.participantIdentity }, { everyone: null }])
      await expect(all(host, target)).rejects.toThrow(/exactly one|OneOf|must be non-null/i);
    expect((await all(coHost)).userErrors).toEqual([]);
    await end(host, meeting.id);
    expect((await all(host)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });
});

describe('making hosts', () => {
  const give = async (by: TestCaller, seat: Knocked, role: string) =>
    (await setRole(by, { meetingId: meeting.id, participantId: seat.participantIdentity, role })).userErrors;

  it('is for hosts, and for people of the organisation', async () => {
    expect(await give(coHost, seats.ada, 'HOST')).toMatchObject([{ code: 'FORBIDDEN' }]);
    for (const role of ['HOST', 'CO_HOST'])
      for (const seat of [seats.guest, seats.foreigner])
        expect(await give(host, seat, role)).toMatchObject([{ code: 'BAD_USER_INPUT', field: ['role'] }]);
    expect(await give(coHost, seats.ada, 'CO_HOST')).toEqual([]);
    expect(await give(host, seats.ada, 'HOST')).toEqual([]);
    expect(await give(ada, seats.host, 'VIEWER')).toEqual([]);
    expect(await give(host, seats.guest, 'VIEWER')).toMatchObject([{ code: 'FORBIDDEN' }]);
  });

  it('is not undone by an old device: a host stays out of reach of co-hosts by every id of theirs', async () => {
    await remove(host, { meetingId: meeting.id, participantId: seats.ada.participantIdentity });
    const back = (await knock(ada, meeting.code)).admission;
    await give(host, back, 'HOST');
    const input = { meetingId: meeting.id, participantId: seats.ada.participantIdentity, ban: true };
    expect((await remove(coHost, input)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});
