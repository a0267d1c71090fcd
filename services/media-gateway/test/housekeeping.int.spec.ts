import { newId } from '@parley/persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Housekeeper } from '../src/housekeeping/housekeeper.ts';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting } from './moderated-meeting.ts';

let media: MediaUnderTest;
let live: LiveDoorUnderTest;
beforeAll(async () => {
  media = await startMedia({ MEETING_MOST_MINUTES: 60, MEETING_HISTORY_DAYS: 30 });
  live = await liveDoor(media);
});
afterAll(async () => {
  await live.close();
  await media.stop();
});

const { create, end } = operations(() => media);
const { knock, refuse, look } = doorOperations(() => media);
const org = newId('organisation');
const [host, colleague] = [somebody(org), somebody(org)];
const count = async (table: string, where: string, values: unknown[] = []) =>
  Number((await media.rows<{ n: string }>(`SELECT count(*) AS n FROM ${table} WHERE ${where}`, values))[0]?.n);
const uuid = (id: string) => id.slice(id.indexOf('_') + 1);
/** Sessions of this meeting began so many minutes ago. */
const begunBefore = (meetingId: string, minutes: number) =>
  media.rows(`UPDATE meeting_session SET started_at = now() - make_interval(mins => $2) WHERE meeting_id = $1`, [
    uuid(meetingId),
    minutes,
  ]);
const isIn = (meetingId: string) =>
  expect
    .poll(() => count('attendance', 'meeting_id = $1 AND left_at IS NULL', [uuid(meetingId)]), { timeout: 15_000 })
    .toBeGreaterThan(0);

describe('how long people may meet', () => {
  it('is told once five minutes before; then everybody is out, and may meet again', async () => {
    const meeting = await ModeratedMeeting.open(media, host);
    const seat = await meeting.seat(colleague);
    await isIn(meeting.id);
    const code = meeting.meeting.code;
    const warnings = async () =>
      (await live.events(colleague, { code })).filter(({ __typename }) => __typename === 'SessionEnding');
    await begunBefore(meeting.id, 54);
    await media.tidy();
    expect(await warnings()).toEqual([]);
    await begunBefore(meeting.id, 56);
    await media.tidy();
    await media.tidy();
    const [told, ...more] = await warnings();
    expect(more).toEqual([]);
    const left = Date.parse(String(told?.['endsAt'])) - Date.now();
    expect(left).toBeGreaterThan(3.5 * 60_000);
    expect(left).toBeLessThanOrEqual(4 * 60_000);
    expect(seat.device.isIn).toBe(true);
    await begunBefore(meeting.id, 60);
    await media.tidy();
    await expect.poll(() => seat.device.isIn, { timeout: 10_000 }).toBe(false);
    expect(await count('meeting_session', 'meeting_id = $1 AND ended_at IS NOT NULL', [uuid(meeting.id)])).toBe(1);
    const again = await meeting.seat(colleague);
    expect(again.device.isIn).toBe(true);
    await meeting.close();
  });

  it('is as the meeting says, before what the installation says', async () => {
    const { meeting: long } = await create(host, { access: 'PUBLIC', mostMinutes: 120 });
    const meeting = await ModeratedMeeting.open(media, host, { mostMinutes: 120 });
    const seat = await meeting.seat(host);
    await isIn(meeting.id);
    await begunBefore(meeting.id, 100);
    await media.tidy();
    expect(seat.device.isIn).toBe(true);
    expect(await live.events(host, { code: meeting.meeting.code })).not.toContainEqual(
      expect.objectContaining({ __typename: 'SessionEnding' }),
    );
    const LIMITS = `query ($code: String!) { meeting(code: $code) { mostMinutes aloneMinutes } }`;
    expect((await media.ask(host, LIMITS, { code: long.code })).data).toEqual({
      meeting: { mostMinutes: 120, aloneMinutes: 15 },
    });
    for (const mostMinutes of [0, 10_081])
      expect((await create(host, { mostMinutes })).userErrors).toMatchObject([
        { code: 'BAD_USER_INPUT', field: ['mostMinutes'] },
      ]);
    await meeting.close();
  });
});

describe('what is forgotten', () => {
  const DAY = `interval '1 day'`;
  const clean = async () => {
    // A housekeeper that has not cleaned for an hour.
    Object.assign(media.app.get(Housekeeper), { cleanedAt: 0 });
    expect(await media.tidy()).toBe(true);
  };

  it('waits that were decided, with their logs and places; not those that count', async () => {
    const { meeting } = await create(host, { access: 'PUBLIC', lobby: true });
    const wait = async (displayName: string) => (await knock({}, meeting.code, { displayName })).admission;
    const [old, fresh, waiting] = [await wait('Old'), await wait('Fresh'), await wait('Waiting')];
    await refuse(host, { meetingId: meeting.id, lobbyIds: [old.lobbyId, fresh.lobbyId] });
    await media.rows(`UPDATE lobby_entry SET decided_at = now() - 1.01 * ${DAY} WHERE id = $1`, [uuid(old.lobbyId)]);
    await clean();
    const of = async (id: string) => [
      await count('lobby_entry', 'id = $1', [uuid(id)]),
      await count('lobby_directory', 'lobby_id = $1', [uuid(id)]),
      await count('meeting_event', 'topic = $1', [`media.lobby.${id}`]),
    ];
    expect(await of(old.lobbyId)).toEqual([0, 0, 0]);
    expect(await of(fresh.lobbyId)).toEqual([1, 1, 1]);
    expect(await of(waiting.lobbyId)).toEqual([1, 1, 0]);
    expect((await look(host, meeting.code)).lobby?.nodes.map(({ lobbyId }) => lobbyId)).toEqual([waiting.lobbyId]);
  });

  it('guests whose token is over, also of meetings that go on', async () => {
    const { meeting } = await create(host, { access: 'PUBLIC' });
    const [gone, here] = [
      (await knock({}, meeting.code, { displayName: 'Gone' })).admission,
      (await knock({}, meeting.code, { displayName: 'Here' })).admission,
    ];
    await media.rows(
      `UPDATE guest SET expires_at = now() - 1.01 * ${DAY} WHERE meeting_id = $1 AND display_name = 'Gone'`,
      [uuid(meeting.id)],
    );
    await clean();
    expect(await count('guest', 'meeting_id = $1', [uuid(meeting.id)])).toBe(1);
    const back = (guestToken: string) => knock({}, meeting.code, { guestToken });
    expect((await back(gone.guestToken)).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await back(here.guestToken)).admission.__typename).toBe('Admitted');
  });

  it('what a meeting needed while it went on, a day after its end; who follows it later is told that there was more', async () => {
    const { meeting } = await create(host, { access: 'PUBLIC' });
    await knock(host, meeting.code);
    const before = await live.open(host, { code: meeting.code });
    await knock({}, meeting.code, { displayName: 'Gus' });
    await end(host, meeting.id);
    await clean();
    expect(await count('guest', 'meeting_id = $1', [uuid(meeting.id)])).toBe(1);
    await media.rows(`UPDATE meeting SET ended_at = now() - 1.01 * ${DAY} WHERE id = $1`, [uuid(meeting.id)]);
    await clean();
    expect(await count('guest', 'meeting_id = $1', [uuid(meeting.id)])).toBe(0);
    expect(await count('meeting_event', 'topic = $1', [`media.meeting.${meeting.id}`])).toBe(1);
    expect(await count('meeting_session', 'meeting_id = $1', [uuid(meeting.id)])).toBe(0);
    if (!before.opened) throw new Error('not opened');
    const after = await live.open(host, { code: meeting.code, after: before.opened.cursor });
    expect(after.opened?.resync).toBe(true);
  });

  it('who was where, after MEETING_HISTORY_DAYS; the meeting and its sessions stay', async () => {
    const { meeting } = await create(host, { access: 'PUBLIC' });
    const { participantIdentity } = (await knock(colleague, meeting.code)).admission;
    const [row] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE id = $1', [
      uuid(meeting.id),
    ]);
    const joinedAt = String(Math.floor(Date.now() / 1_000) - 60);
    const room = { name: row?.room_name, sid: 'RM_1' };
    const participant = { identity: participantIdentity, sid: 'PA_housekeeping', joinedAt };
    await media.hook({ event: 'participant_joined', room, participant, createdAt: joinedAt });
    await end(host, meeting.id);
    const age = (days: number) =>
      Promise.all([
        media.rows(
          `UPDATE attendance SET joined_at = now() - $2 * ${DAY}, left_at = now() - $2 * ${DAY} WHERE meeting_id = $1`,
          [uuid(meeting.id), days],
        ),
        media.rows(`UPDATE participant SET admitted_at = now() - $2 * ${DAY} WHERE meeting_id = $1`, [
          uuid(meeting.id),
          days,
        ]),
      ]);
    const left = async () => [
      await count('attendance', 'meeting_id = $1', [uuid(meeting.id)]),
      await count('participant', 'meeting_id = $1', [uuid(meeting.id)]),
      await count('meeting_session', 'meeting_id = $1', [uuid(meeting.id)]),
      await count('meeting', 'id = $1', [uuid(meeting.id)]),
    ];
    await age(29);
    await clean();
    expect(await left()).toEqual([1, 1, 1, 1]);
    await age(31);
    await clean();
    expect(await left()).toEqual([0, 0, 1, 1]);
  });

  it('by one instance at a time', async () => {
    const results = await Promise.all([media.tidy(), media.tidy(), media.tidy()]);
    expect(results).toContain(true);
    expect(results).toContain(false);
  });
});

describe('wrong passcodes', () => {
  it('are counted for all instances, and forgotten after a minute', async () => {
    const { meeting } = await create(host, { access: 'PUBLIC', passcode: 'otters' });
    const wrong = () => knock(colleague, meeting.code, { passcode: 'badgers' });
    for (let n = 0; n < 4; n += 1) expect((await wrong()).admission.reason).toBe('WRONG_PASSCODE');
    // Another instance has heard six more.
    await media.rows(`UPDATE passcode_try SET tries = tries + 6 WHERE meeting_id = $1`, [uuid(meeting.id)]);
    expect((await wrong()).userErrors).toMatchObject([{ code: 'RATE_LIMITED', field: ['passcode'] }]);
    expect((await knock(colleague, meeting.code, { passcode: 'otters' })).userErrors).toMatchObject([
      { code: 'RATE_LIMITED' },
    ]);
    expect(JSON.stringify(await media.rows('SELECT * FROM passcode_try'))).not.toContain(colleague.sub);
    await media.rows(`UPDATE passcode_try SET until = now() WHERE meeting_id = $1`, [uuid(meeting.id)]);
    expect((await knock(colleague, meeting.code, { passcode: 'otters' })).admission.__typename).toBe('Admitted');
  });
});
