import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let hostSeat: Seat;
let adaSeat: Seat;
const org = newId('organisation');
const [host, ada] = [somebody(org), somebody(org)];
const { remove, knock, look, update, admit, setRole } = doorOperations(() => media);
const { read } = operations(() => media);

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
});
afterEach(() => meeting.close());

const out = (seat: Seat, more: object = {}) => remove(host, { meetingId: meeting.id, participantId: seat.id, ...more });
const isIn = (seat: Seat, timeout = 2_000) => expect.poll(() => seat.device.isIn, { timeout, interval: 20 });
const facts = () =>
  media.rows<{ payload: { participantId: string; roomName: string; until: string } }>(
    `SELECT payload FROM outbox WHERE subject = 'evt.media.participant.removed.v1' AND payload ->> 'meetingId' = $1 ORDER BY id`,
    [meeting.id],
  );

describe('removing somebody', () => {
  it('puts them out with all their devices within two seconds, and nobody else', async () => {
    const [second, other] = [await meeting.seat(ada), await meeting.seat(somebody(org))];
    await adaSeat.device.publish('MICROPHONE');
    expect((await out(adaSeat)).userErrors).toEqual([]);
    await isIn(adaSeat).toBe(false);
    await isIn(second).toBe(false);
    await expect.poll(() => hostSeat.device.hasPeer(adaSeat.id)).toBe(false);
    expect([hostSeat.device.isIn, other.device.isIn]).toEqual([true, true]);
    expect((await read(host, meeting.meeting.code))?.participants?.nodes.map(({ id }) => id)).toEqual([
      hostSeat.id,
      other.id,
    ]);
    expect((await facts()).map(({ payload }) => payload.participantId)).toEqual([adaSeat.id, second.id]);
    const [fact] = await facts();
    expect(Date.parse(fact?.payload.until ?? '')).toBeGreaterThan(Date.now() + 600_000);
  });

  it('is the last that they read of the meeting’s events', async () => {
    const second = await meeting.seat(ada);
    const opened = await door.open(ada, { code: meeting.meeting.code });
    await out(adaSeat);
    await out(adaSeat);
    const left = (await door.events(host, { code: meeting.meeting.code })).slice(-2);
    expect(left).toMatchObject([
      { __typename: 'ParticipantLeft', participantId: adaSeat.id, wasRemoved: true },
      { __typename: 'ParticipantLeft', participantId: second.id, wasRemoved: true },
    ]);
    expect(await door.open(ada, { code: meeting.meeting.code })).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(opened.opened).toBeDefined();
    const [row] = await media.rows<{ ends: string[] }>(
      `SELECT ends FROM meeting_event WHERE topic LIKE '%' || $1 AND ends IS NOT NULL`,
      [meeting.id],
    );
    expect(row?.ends).toEqual([ada.sub]);
  });

  it('lets nobody back in by the old token or by one that LiveKit refreshed: the webhook puts them out', async () => {
    const { token: old, device } = adaSeat;
    const refreshed = device.token;
    await out(adaSeat);
    await isIn(adaSeat).toBe(false);
    for (const token of [old, refreshed]) {
      const again = await meeting.enter(token);
      await expect.poll(() => again.isIn, { timeout: 5_000 }).toBe(false);
    }
    await expect.poll(() => hostSeat.device.hasPeer(adaSeat.id), { timeout: 5_000 }).toBe(false);
    expect((await read(host, meeting.meeting.code))?.participants?.nodes.map(({ id }) => id)).toEqual([hostSeat.id]);
  });

  it('is made good by the look at LiveKit’s list where a word was lost', async () => {
    await media.rows(`UPDATE participant SET removed_at = now() WHERE id = $1`, [uuid(adaSeat.id)]);
    expect(adaSeat.device.isIn).toBe(true);
    await media.reconcile();
    await isIn(adaSeat).toBe(false);
    expect(hostSeat.device.isIn).toBe(true);
  });

  it('without a ban lets them ask again, through the lobby if there is one, and as no host', async () => {
    await setRole(host, { meetingId: meeting.id, participantId: adaSeat.id, role: 'CO_HOST' });
    await out(adaSeat);
    const back = await meeting.seat(ada);
    expect(back.role).toBe('PRESENTER');
    await update(host, { meetingId: meeting.id, lobby: true });
    await out(back);
    const { admission } = await knock(ada, meeting.meeting.code);
    expect(admission.__typename).toBe('WaitingInLobby');
    await admit(host, { meetingId: meeting.id, lobbyIds: [admission.lobbyId] });
    await isIn(await meeting.seat(ada)).toBe(true);
  });

  it('says so when LiveKit does not answer, and changes nothing', async () => {
    await media.livekit.kill();
    expect(await out(adaSeat, { ban: true })).toMatchObject({ meeting: null, userErrors: [{ code: 'UNAVAILABLE' }] });
    await media.livekit.startAgain();
    expect(await facts()).toEqual([]);
    expect((await knock(ada, meeting.meeting.code)).admission.__typename).toBe('Admitted');
  });
});

describe('banning', () => {
  it('is for good: no new token for a person with an account', async () => {
    await out(adaSeat, { ban: true });
    await isIn(adaSeat).toBe(false);
    const { admission } = await knock(ada, meeting.meeting.code);
    expect(admission).toMatchObject({ __typename: 'Refused', reason: 'BANNED' });
    expect((await look(ada, meeting.meeting.code)).participants).toBeNull();
    expect((await knock(somebody(org), meeting.meeting.code)).admission.__typename).toBe('Admitted');
  });

  it('of a guest binds their token, and sends guests to the lobby', async () => {
    const guest = await meeting.seat({});
    expect((await out(guest, { ban: true })).meeting).toMatchObject({ hasLobby: true });
    await isIn(guest).toBe(false);
    const knocked = async (more: object) => (await knock({}, meeting.meeting.code, more)).admission;
    expect(await knocked({ guestToken: guest.guestToken })).toMatchObject({ reason: 'BANNED' });
    expect(await knocked({ displayName: 'Stranger' })).toMatchObject({ __typename: 'WaitingInLobby' });
    expect((await knock(somebody(org), meeting.meeting.code)).admission.__typename).toBe('Admitted');
    const changed = (await door.events(host, { code: meeting.meeting.code })).filter(
      ({ __typename }) => __typename === 'MeetingChanged',
    );
    expect(changed).toMatchObject([{ meeting: { hasLobby: true } }]);
  });

  it('reaches whoever was removed before, has left, or waits', async () => {
    await out(adaSeat);
    await update(host, { meetingId: meeting.id, lobby: true });
    expect((await knock(ada, meeting.meeting.code)).admission.__typename).toBe('WaitingInLobby');
    await out(adaSeat, { ban: true });
    expect((await look(host, meeting.meeting.code)).lobby?.nodes).toEqual([]);
    expect((await knock(ada, meeting.meeting.code)).admission).toMatchObject({ reason: 'BANNED' });
  });
});

const uuid = (id: string) => id.slice(4).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
