import { newId } from '@parley/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
beforeAll(async () => {
  media = await startMedia({ MEETING_MOST_PEOPLE: 2 });
  door = await liveDoor(media);
});
afterAll(async () => {
  await door.close();
  await media.stop();
});

const { create, end } = operations(() => media);
const { knock, look, lock, update } = doorOperations(() => media);
const org = newId('organisation');
const [host, colleague, other, stranger] = [
  somebody(org),
  somebody(org),
  somebody(org),
  somebody(newId('organisation')),
];
const giveRole = (code: string, userId: string, role: string) =>
  media.rows(
    `INSERT INTO meeting_role (organisation_id, meeting_id, user_id, role)
     SELECT organisation_id, id, $2, $3 FROM meeting WHERE code = $1`,
    [code, userId.slice(4), role],
  );

describe('a lock', () => {
  it('keeps out who is new, and nobody who is at home', async () => {
    const { meeting } = await create(host);
    await knock(colleague, meeting.code);
    expect(await lock(host, { meetingId: meeting.id, locked: true })).toMatchObject({
      meeting: { isLocked: true },
      userErrors: [],
    });
    expect((await knock(other, meeting.code)).admission).toMatchObject({ __typename: 'Refused', reason: 'LOCKED' });
    expect((await knock(colleague, meeting.code)).admission.__typename).toBe('Admitted');
    expect((await knock(host, meeting.code)).admission).toMatchObject({ __typename: 'Admitted', role: 'HOST' });
    await lock(host, { meetingId: meeting.id, locked: true });
    await lock(host, { meetingId: meeting.id, locked: false });
    const told = (await door.events(host, { code: meeting.code })).filter((event) => 'meeting' in event);
    expect(told).toMatchObject([{ meeting: { isLocked: false } }]);
    expect((await door.events(colleague, { code: meeting.code })).filter((event) => 'meeting' in event)).toMatchObject([
      { meeting: { isLocked: true } },
      { meeting: { isLocked: false } },
    ]);
  });
});

describe('updateMeeting', () => {
  it('changes what is named and tells it; who may and who may not', async () => {
    const { meeting } = await create(host, { title: 'Before' });
    await giveRole(meeting.code, colleague.sub, 'CO_HOST');
    const changes = { title: ' After ', access: 'ORGANISATION', lobby: true, passcode: 'open sesame' };
    expect(
      await update(colleague, {
        meetingId: meeting.id,
        ...changes,
        permissions: { presentersMayShare: false, presentersMayChat: null },
      }),
    ).toMatchObject({
      userErrors: [],
      meeting: {
        title: 'After',
        hasLobby: true,
        hasPasscode: true,
        isLocked: false,
        myRole: 'CO_HOST',
        permissions: { presentersMayShare: false, presentersMayChat: true },
      },
    });
    expect((await update(host, { meetingId: meeting.id, passcode: '' })).meeting).toMatchObject({ hasPasscode: false });
    expect((await update(other, { meetingId: meeting.id, title: 'Mine' })).userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    expect((await lock(other, { meetingId: meeting.id, locked: true })).userErrors).toMatchObject([
      { code: 'FORBIDDEN' },
    ]);
    for (const [caller, meetingId] of [
      [stranger, meeting.id],
      [host, newId('meeting')],
    ] as const)
      expect((await update(caller, { meetingId, title: 'Mine' })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    for (const [wrong, field] of [
      [{ meetingId: 'mtg_1', title: 'x' }, 'meetingId'],
      [{ meetingId: meeting.id, title: '' }, 'title'],
      [{ meetingId: meeting.id, title: 'a\u0000b' }, 'title'],
      [{ meetingId: meeting.id, passcode: 'abc' }, 'passcode'],
      [{ meetingId: meeting.id, passcode: 'x'.repeat(33) }, 'passcode'],
    ] as const)
      expect(await update(host, wrong)).toMatchObject({
        meeting: null,
        userErrors: [{ code: 'BAD_USER_INPUT', field: [field] }],
      });
    expect(await look(host, meeting.code)).toMatchObject({ title: 'After', isLocked: false });
    await end(host, meeting.id);
    expect((await lock(host, { meetingId: meeting.id, locked: true })).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
  });
});

describe('a passcode', () => {
  it('is asked of everybody but hosts, and kept as a hash', async () => {
    const { meeting } = await create(host, { passcode: 'open sesame' });
    const reason = async (passcode?: string) => (await knock(colleague, meeting.code, { passcode })).admission;
    for (const wrong of [undefined, '', 'open', 'OPEN SESAME', 'x'.repeat(500), 'a\u0000b'])
      expect(await reason(wrong)).toMatchObject({ __typename: 'Refused', reason: 'WRONG_PASSCODE' });
    expect(await look(colleague, meeting.code)).toMatchObject({ hasPasscode: true, participants: null });
    expect(await reason('open sesame ')).toMatchObject({ __typename: 'Admitted' });
    expect(await look(colleague, meeting.code)).toMatchObject({ participants: { nodes: [{}] } });
    expect((await knock(host, meeting.code)).admission.__typename).toBe('Admitted');
    const [row] = await media.rows<{ passcode_hash: string }>('SELECT passcode_hash FROM meeting WHERE code = $1', [
      meeting.code,
    ]);
    expect(row?.passcode_hash).toMatch(/^\$argon2id\$/);
  });

  it('cannot be guessed: ten wrong ones, then the right one waits too; others are not held up', async () => {
    const { meeting } = await create(host, { passcode: '4711', access: 'PUBLIC' });
    const guess = (ip: string, passcode: string) => knock({ ip }, meeting.code, { passcode, displayName: 'Eve' });
    for (let n = 0; n < 10; n += 1)
      expect((await guess('192.0.2.1', `471${n === 1 ? 'x' : n}`)).admission).toMatchObject({
        reason: 'WRONG_PASSCODE',
      });
    expect(await guess('192.0.2.1', '4711')).toMatchObject({
      admission: null,
      userErrors: [{ code: 'RATE_LIMITED', field: ['passcode'] }],
    });
    expect((await guess('192.0.2.2', '4711')).admission.__typename).toBe('Admitted');
    expect(
      await media.rows(`SELECT FROM guest g JOIN meeting m ON m.id = g.meeting_id WHERE m.code = $1`, [meeting.code]),
    ).toHaveLength(1);
  });

  it('is part of what a nonce made', async () => {
    const input = { clientNonce: 'with a passcode', passcode: 'open sesame', lobby: true };
    const { meeting } = await create(host, input);
    expect((await create(host, input)).meeting.id).toBe(meeting.id);
    for (const another of [
      { ...input, passcode: 'another' },
      { ...input, passcode: null },
      { ...input, lobby: false },
    ])
      expect((await create(host, another)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });
});

describe('a full meeting', () => {
  it('takes no more people, also when they come at once, but hosts and further devices', async () => {
    const { meeting } = await create(host);
    const many = await Promise.all(Array.from({ length: 6 }, () => knock(somebody(org), meeting.code)));
    const told = many.map(({ admission }) => admission.reason ?? admission.__typename).sort();
    expect(told).toEqual(['Admitted', 'Admitted', 'FULL', 'FULL', 'FULL', 'FULL']);
    expect((await knock(host, meeting.code)).admission.__typename).toBe('Admitted');
    const small = (await create(host)).meeting;
    await knock(colleague, small.code);
    for (let n = 0; n < 3; n += 1) expect((await knock(colleague, small.code)).admission.__typename).toBe('Admitted');
    await media.rows('UPDATE meeting SET most_people = 1 WHERE code = $1', [small.code]);
    expect((await knock(other, small.code)).admission).toMatchObject({ reason: 'FULL' });
  });
});

describe('a role', () => {
  it('is kept by whoever comes back', async () => {
    const { meeting } = await create(host);
    await giveRole(meeting.code, colleague.sub, 'HOST');
    await giveRole(meeting.code, host.sub, 'VIEWER');
    expect((await knock(colleague, meeting.code)).admission).toMatchObject({ role: 'HOST' });
    expect((await knock(colleague, meeting.code)).admission).toMatchObject({
      role: 'HOST',
      meeting: { myRole: 'HOST' },
    });
    expect((await end(host, meeting.id)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await end(colleague, meeting.id)).userErrors).toEqual([]);
  });
});
