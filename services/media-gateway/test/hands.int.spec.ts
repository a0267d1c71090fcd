import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { pictureOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let [hostSeat, adaSeat, guestSeat] = [] as unknown as [Seat, Seat, Seat];
const org = newId('organisation');
const [host, ada, stranger] = [somebody(org), somebody(org), somebody(newId('organisation'))];
const { setHand, lowerHands, setRole, remove } = doorOperations(() => media);
const { end } = operations(() => media);
const NOBODY = 'par_0190a5d0000070008000000000000000';

beforeAll(async () => {
  media = await startMedia();
  door = await liveDoor(media);
});
afterAll(async () => {
  await door?.close();
  await media?.stop();
});
beforeEach(async () => {
  meeting = await ModeratedMeeting.open(media, host);
  hostSeat = await meeting.seat(host);
  adaSeat = await meeting.seat(ada);
  guestSeat = await meeting.seat({});
});
afterEach(() => meeting.close());

const raise = (caller: Parameters<typeof setHand>[0], more: object = {}) =>
  setHand(caller, { meetingId: meeting.id, isRaised: true, ...more });
const asGuest = () => ({ guestToken: guestSeat.guestToken });
const line = async () => {
  const rows = await media.rows<{ id: string }>(
    'SELECT p.id FROM participant p JOIN meeting m ON m.id = p.meeting_id WHERE m.code = $1 AND hand_raised_at IS NOT NULL ORDER BY hand_raised_at',
    [meeting.meeting.code],
  );
  return rows.map(({ id }) => `par_${id.replaceAll('-', '')}`);
};
const told = async () =>
  (await door.events(host, { code: meeting.meeting.code }))
    .filter(({ __typename }) => __typename === 'ParticipantChanged')
    .map(({ participant }) => participant as { id: string; handRaisedAt: string | null });

describe('a hand', () => {
  it('is raised by people and guests who are in, stands in line, and keeps its place when raised twice', async () => {
    const first = await raise({}, asGuest());
    expect(first).toMatchObject({
      userErrors: [],
      participant: { id: guestSeat.id, handRaisedAt: expect.any(String) },
    });
    await raise(ada);
    await raise(host);
    const before = (await told()).length;
    expect(await raise({}, asGuest())).toEqual(first);
    expect(await line()).toEqual([guestSeat.id, adaSeat.id, hostSeat.id]);
    const events = await told();
    expect(events).toHaveLength(before);
    expect(events.at(-1)).toMatchObject({
      id: hostSeat.id,
      avatarUrl: pictureOf(host.sub ?? ''),
      handRaisedAt: expect.any(String),
      joinedAt: expect.any(String),
    });
    expect(await setHand(ada, { meetingId: meeting.id, isRaised: false })).toMatchObject({
      userErrors: [],
      participant: { id: adaSeat.id, handRaisedAt: null },
    });
    expect((await told()).at(-1)).toMatchObject({ id: adaSeat.id, handRaisedAt: null });
    expect(await line()).toEqual([guestSeat.id, hostSeat.id]);
  });

  it('is one per person: up with one device, lowered with another', async () => {
    const second = await meeting.seat(ada);
    expect(await raise(ada, { participantId: adaSeat.id })).toMatchObject({ participant: { id: adaSeat.id } });
    expect(await raise(ada, { participantId: second.id })).toMatchObject({ participant: { id: adaSeat.id } });
    await setHand(ada, { meetingId: meeting.id, participantId: second.id, isRaised: false });
    expect(await line()).toEqual([]);
  });

  it('goes down with whoever leaves or is removed', async () => {
    await raise(ada);
    await raise({}, asGuest());
    await adaSeat.device.leave();
    await expect.poll(line, { timeout: 10_000 }).toEqual([guestSeat.id]);
    await remove(host, { meetingId: meeting.id, participantId: guestSeat.id });
    expect(await line()).toEqual([]);
    expect(await raise({}, asGuest())).toMatchObject({ participant: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(await raise(ada)).toMatchObject({ participant: null, userErrors: [{ code: 'CONFLICT' }] });
    expect(await line()).toEqual([]);
  });

  it('is nobody else’s, of no other meeting, and of none that is over', async () => {
    expect(await raise(ada, { participantId: hostSeat.id })).toMatchObject({ userErrors: [{ code: 'FORBIDDEN' }] });
    expect(await raise(ada, { participantId: NOBODY })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await raise(ada, { participantId: 'x' })).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(await raise(ada, { meetingId: 'x' })).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(await raise(ada, { meetingId: newId('meeting') })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await raise(somebody(org))).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    const other = await ModeratedMeeting.open(media, stranger, { access: 'ORGANISATION' });
    expect(await raise(ada, { meetingId: other.id })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await raise({}, { ...asGuest(), meetingId: other.id })).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    await expect(raise({})).rejects.toThrow('UNAUTHENTICATED');
    expect(await line()).toEqual([]);
    await end(host, meeting.id);
    expect(await raise(ada)).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
    expect(await raise({}, asGuest())).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  });
});

describe('hands', () => {
  const lower = (caller: typeof host, target: object, meetingId = meeting.id) =>
    lowerHands(caller, { meetingId, target });

  it('are lowered by hosts and co-hosts: one, or all', async () => {
    await raise({}, asGuest());
    await raise(ada);
    await raise(host);
    expect((await lower(host, { participantId: guestSeat.id })).userErrors).toEqual([]);
    expect(await line()).toEqual([adaSeat.id, hostSeat.id]);
    expect((await told()).at(-1)).toMatchObject({ id: guestSeat.id, handRaisedAt: null });
    await setRole(host, { meetingId: meeting.id, participantId: adaSeat.id, role: 'CO_HOST' });
    expect((await lower(ada, { everyone: true })).userErrors).toEqual([]);
    expect(await line()).toEqual([]);
    const before = (await told()).length;
    expect((await lower(host, { everyone: true })).userErrors).toEqual([]);
    expect(await told()).toHaveLength(before);
  });

  it('are not lowered by others, nor of nobody, nor where it is over', async () => {
    await raise(host);
    expect(await lower(ada, { everyone: true })).toMatchObject({ userErrors: [{ code: 'FORBIDDEN' }] });
    expect(await lower(ada, { participantId: hostSeat.id })).toMatchObject({ userErrors: [{ code: 'FORBIDDEN' }] });
    expect(await lower(stranger, { everyone: true })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await lower(host, { participantId: NOBODY })).toMatchObject({ userErrors: [{ code: 'NOT_FOUND' }] });
    expect(await lower(host, { participantId: 'x' })).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(await lower(host, { everyone: false })).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(await lower(host, { everyone: true }, 'x')).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    await expect(lower({} as typeof host, { everyone: true })).rejects.toThrow('UNAUTHENTICATED');
    expect(await line()).toEqual([hostSeat.id]);
    await end(host, meeting.id);
    expect(await lower(host, { everyone: true })).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  });
});
