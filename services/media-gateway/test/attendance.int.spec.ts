import { newId } from '@parley/persistence';
import type { TestCaller } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOperations, operations, type Meeting } from './documents.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting } from './moderated-meeting.ts';

interface Attended {
  displayName: string;
  isGuest: boolean;
  userId: string | null;
  intervals: { joinedAt: string; leftAt: string | null }[];
  durationSeconds: number;
}
interface Answer {
  meeting: { attendance: { nodes: Attended[]; pageInfo: { endCursor: string; hasNextPage: boolean } } | null };
}
const ATTENDANCE = `query ($code: String!, $first: Int!, $after: String) { meeting(code: $code) { attendance(first: $first, after: $after) {
  nodes { displayName isGuest userId intervals { joinedAt leftAt } durationSeconds } pageInfo { endCursor hasNextPage } } } }`;

let media: MediaUnderTest;
beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media.stop());

const { create, join, end } = operations(() => media);
const { knock, setRole } = doorOperations(() => media);
const org = newId('organisation');
const [host, colleague, third] = [somebody(org), somebody(org), somebody(org)];
const stranger = somebody(newId('organisation'));
const ask = (caller: TestCaller, code: string, first = 50, after?: string) =>
  media.ask<Answer>(caller, ATTENDANCE, { code, first, after });
const attendance = async (caller: TestCaller, code: string) => (await ask(caller, code)).data.meeting.attendance?.nodes;

/** An hour ago, in seconds: LiveKit's times are whole ones. */
const START = Math.floor(Date.now() / 1_000) - 3_600;
const at = (minute: number) => new Date((START + minute * 60) * 1_000).toISOString();
let sids = 0;

/** One connection, told as LiveKit tells it; without an end it goes on. */
async function stay(meeting: Meeting, identity: string, from: number, to?: number): Promise<void> {
  const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
    meeting.code,
  ]);
  const room = { name: row?.room_name, sid: `RM_${meeting.id}` };
  const participant = { identity, sid: `PA_${(sids += 1)}`, joinedAt: String(START + from * 60) };
  await media.hook({ event: 'participant_joined', room, participant, createdAt: participant.joinedAt });
  if (to !== undefined)
    await media.hook({ event: 'participant_left', room, participant, createdAt: String(START + to * 60) });
}
const device = async (caller: TestCaller, meeting: Meeting, more: object = {}) =>
  (await knock(caller, meeting.code, more)).admission;
const open = async () => (await create(host, { access: 'PUBLIC' })).meeting;

describe('attendance', () => {
  it('is by person: devices that overlap are one interval, a reconnect is two, whoever never connected is absent', async () => {
    const meeting = await open();
    const [laptop, phone] = [await device(host, meeting), await device(host, meeting)];
    const dropped = await device(colleague, meeting);
    const guest = await device({}, meeting, { displayName: 'Gus' });
    const guestAgain = await device({}, meeting, { guestToken: guest.guestToken });
    await device(third, meeting);
    await stay(meeting, phone.participantIdentity, 5, 40);
    await stay(meeting, laptop.participantIdentity, 0, 10);
    await stay(meeting, dropped.participantIdentity, 2, 12);
    await stay(meeting, dropped.participantIdentity, 20);
    await stay(meeting, guest.participantIdentity, 3, 6);
    await stay(meeting, guestAgain.participantIdentity, 8, 9);
    const nodes = await attendance(host, meeting.code);
    expect(nodes).toEqual([
      {
        displayName: nameOf(host.sub),
        isGuest: false,
        userId: host.sub,
        intervals: [{ joinedAt: at(0), leftAt: at(40) }],
        durationSeconds: 2_400,
      },
      {
        displayName: nameOf(colleague.sub),
        isGuest: false,
        userId: colleague.sub,
        intervals: [
          { joinedAt: at(2), leftAt: at(12) },
          { joinedAt: at(20), leftAt: null },
        ],
        durationSeconds: expect.any(Number),
      },
      {
        displayName: 'Gus',
        isGuest: true,
        userId: null,
        intervals: [
          { joinedAt: at(3), leftAt: at(6) },
          { joinedAt: at(8), leftAt: at(9) },
        ],
        durationSeconds: 240,
      },
    ]);
    // Forty minutes are open, and ten closed: until now, which is a little later than when the test began.
    const seconds = nodes?.[1]?.durationSeconds ?? 0;
    expect(seconds).toBeGreaterThanOrEqual(3_000);
    expect(seconds).toBeLessThan(3_120);
  });

  it('tells two guests of one name apart, and pages in the order of first joining', async () => {
    const meeting = await open();
    const joined = [];
    for (let n = 0; n < 3; n += 1) joined.push((await device({}, meeting, { displayName: 'Sam' })).participantIdentity);
    for (const identity of joined) await stay(meeting, identity, 1, 2);
    const one = (await ask(host, meeting.code, 2)).data.meeting.attendance;
    expect(one).toMatchObject({ nodes: [{ displayName: 'Sam' }, {}], pageInfo: { hasNextPage: true } });
    const two = (await ask(host, meeting.code, 2, one?.pageInfo.endCursor)).data.meeting.attendance;
    expect(two).toMatchObject({ nodes: [{ displayName: 'Sam' }], pageInfo: { hasNextPage: false } });
    for (const bad of [
      await ask(host, meeting.code, 0),
      await ask(host, meeting.code, 101),
      await ask(host, meeting.code, 1, 'nonsense'),
    ])
      expect(bad.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is for hosts and co-hosts alone, also after the end, which closes what is open', async () => {
    const meeting = await open();
    const { participantIdentity } = await device(colleague, meeting);
    await stay(meeting, participantIdentity, 0);
    for (const other of [colleague, third, stranger, {}]) expect(await attendance(other, meeting.code)).toBeUndefined();
    await setRole(host, { meetingId: meeting.id, participantId: participantIdentity, role: 'CO_HOST' });
    expect(await attendance(colleague, meeting.code)).toHaveLength(1);
    await end(host, meeting.id);
    expect(await attendance(colleague, meeting.code)).toMatchObject([
      { intervals: [{ joinedAt: at(0), leftAt: expect.any(String) }] },
    ]);
    expect(await attendance(stranger, meeting.code)).toBeUndefined();
  });

  it('comes from real devices: two of one person at once, both gone, and back again', async () => {
    const meeting = await ModeratedMeeting.open(media, host);
    const { code } = meeting.meeting;
    const until = (check: (intervals: Attended['intervals']) => boolean) =>
      expect
        .poll(async () => check((await attendance(host, code))?.[0]?.intervals ?? []), { timeout: 15_000 })
        .toBe(true);
    const [a, b] = [await meeting.seat(colleague), await meeting.seat(colleague)];
    await until((intervals) => intervals.length === 1 && intervals[0]?.leftAt === null);
    await a.device.leave();
    await until((intervals) => intervals.length === 1 && intervals[0]?.leftAt === null);
    await b.device.leave();
    await until((intervals) => intervals.length === 1 && intervals[0]?.leftAt !== null);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await meeting.seat(colleague);
    await until((intervals) => intervals.length === 2 && intervals[1]?.leftAt === null);
    expect(await attendance(host, code)).toMatchObject([{ userId: colleague.sub }]);
    await meeting.close();
  });
});

describe('one’s meetings', () => {
  const LIST = `query ($first: Int!, $after: String, $from: DateTime, $to: DateTime, $state: MeetingState) {
    meetings(first: $first, after: $after, from: $from, to: $to, state: $state) { nodes { id title state myRole host { displayName } } pageInfo { endCursor hasNextPage } } }`;
  interface Listed {
    meetings: {
      nodes: { id: string; title: string; state: string; myRole: string }[];
      pageInfo: { endCursor: string; hasNextPage: boolean };
    };
  }
  const list = (caller: TestCaller, more: object = {}) => media.ask<Listed>(caller, LIST, { first: 50, ...more });
  const titles = async (caller: TestCaller, more: object = {}) =>
    (await list(caller, more)).data.meetings.nodes.map(({ title }) => title);

  it('are those one made, was made host of, or was in; newest first; nobody else’s', async () => {
    const [ann, bea, cem] = [somebody(org), somebody(org), somebody(org)];
    const made = [];
    for (const title of ['one', 'two', 'three']) made.push((await create(ann, { title, access: 'INVITED' })).meeting);
    const { meeting: visited } = await create(bea, { title: 'visited' });
    await join(cem, visited.code);
    const { participantIdentity } = (await join(ann, visited.code)).admission;
    expect(await titles(ann)).toEqual(['three', 'two', 'one']);
    await stay(visited, participantIdentity, 0, 1);
    expect(await titles(ann)).toEqual(['visited', 'three', 'two', 'one']);
    await media.rows(
      `INSERT INTO meeting_role SELECT organisation_id, id, $1, 'CO_HOST' FROM meeting WHERE code = $2`,
      [cem.sub.slice(4), made[0]?.code],
    );
    expect(await titles(cem)).toEqual(['one']);
    expect((await list(cem)).data.meetings.nodes).toMatchObject([
      { state: 'OPEN', myRole: 'CO_HOST', host: { displayName: nameOf(ann.sub) } },
    ]);
    for (const nobody of [somebody(org), stranger, { ...ann, org: stranger.org }])
      expect(await titles(nobody)).toEqual([]);
    expect((await list({})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('are chosen by state and by when they were made, page by page', async () => {
    const ann = somebody(org);
    const { meeting: old } = await create(ann, { title: 'old' });
    const { meeting: live } = await create(ann, { title: 'live' });
    await create(ann, { title: 'open' });
    await end(ann, old.id);
    await stay(live, (await join(ann, live.code)).admission.participantIdentity, 0);
    for (const [state, found] of [
      ['ENDED', ['old']],
      ['LIVE', ['live']],
      ['OPEN', ['open']],
      ['SCHEDULED', []],
    ] as const) {
      expect(await titles(ann, { state })).toEqual(found);
      for (const { state: told } of (await list(ann, { state })).data.meetings.nodes) expect(told).toBe(state);
    }
    await media.rows(`UPDATE meeting SET created_at = '2026-01-01T00:00:00Z' WHERE code = ANY ($1)`, [
      [old.code, live.code],
    ]);
    const [before, that, after] = ['2025-12-31T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z'];
    expect(await titles(ann, { to: that })).toEqual([]);
    expect(await titles(ann, { from: after })).toEqual(['open']);
    expect((await titles(ann, { from: that, to: after })).toSorted()).toEqual(['live', 'old']);
    expect(await titles(ann, { from: that, to: that })).toEqual([]);
    // Two made at the same moment lie on two pages.
    const walked: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { nodes, pageInfo } = (await list(ann, { first: 1, after: cursor })).data.meetings;
      walked.push(...nodes.map(({ title }) => title));
      if (!pageInfo.hasNextPage) break;
      cursor = pageInfo.endCursor;
    }
    expect(walked).toEqual(await titles(ann));
    for (const bad of [
      { from: after, to: before },
      { first: 0 },
      { first: 101 },
      { after: 'nonsense' },
      { from: 'soon' },
    ])
      expect((await list(ann, bad)).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
