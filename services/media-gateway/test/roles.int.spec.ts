import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let [hostSeat, adaSeat] = [] as unknown as [Seat, Seat];
const org = newId('organisation');
const [host, ada] = [somebody(org), somebody(org)];
const { setRole, update } = doorOperations(() => media);
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

const give = (seat: Seat, role: string) => setRole(host, { meetingId: meeting.id, participantId: seat.id, role });
const hostSees = (seat: Seat) => expect.poll(() => hostSeat.device.sees(seat.id), { timeout: 5_000 });

describe('a role', () => {
  it('is what LiveKit lets a connected device do, at once, and stays with the person', async () => {
    await adaSeat.device.publish('MICROPHONE');
    await adaSeat.device.publish('CAMERA');
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'on', CAMERA: 'on' });
    const second = await meeting.seat(ada);

    expect(await give(adaSeat, 'VIEWER')).toMatchObject({ participant: { id: adaSeat.id, role: 'VIEWER' } });
    await hostSees(adaSeat).toEqual({});
    await expect(adaSeat.device.publish('MICROPHONE')).rejects.toThrow();
    const back = await meeting.seat(ada);
    expect(back.role).toBe('VIEWER');
    await expect(back.device.publish('MICROPHONE')).rejects.toThrow();

    await give(back, 'CO_HOST');
    await second.device.publish('SCREEN_SHARE');
    await hostSees(second).toEqual({ SCREEN_SHARE: 'on' });
    expect((await meeting.seat(ada)).role).toBe('CO_HOST');
  });

  it('is not what an older join token says: whoever comes back by one gets what they are now', async () => {
    await adaSeat.device.leave();
    await give(adaSeat, 'VIEWER');
    const again = await meeting.enter(adaSeat.token);
    const [roomName] = await media.rows<{ room_name: string }>('SELECT room_name FROM meeting WHERE code = $1', [
      meeting.meeting.code,
    ]);
    const permission = async () =>
      (await media.rooms.getParticipant(roomName?.room_name ?? '', adaSeat.id)).permission?.canPublish;
    await expect.poll(permission, { timeout: 5_000 }).toBe(false);
    await expect(again.publish('MICROPHONE')).rejects.toThrow();
  });

  it('is told to everybody, by name, once per device that is in', async () => {
    const arrived = async () =>
      (await read(host, meeting.meeting.code))?.participants?.nodes.every(({ joinedAt }) => joinedAt);
    await expect.poll(arrived, { timeout: 5_000 }).toBe(true);
    await give(adaSeat, 'CO_HOST');
    await give(adaSeat, 'CO_HOST');
    const changes = (await door.events(host, { code: meeting.meeting.code })).filter(
      (event) => (event as { participant?: { role: string } }).participant?.role === 'CO_HOST',
    );
    expect(changes).toMatchObject([
      { __typename: 'ParticipantChanged', participant: { id: adaSeat.id, userId: ada.sub } },
    ]);
  });

  it('of a guest lives with their token', async () => {
    const guest = await meeting.seat({});
    expect(guest.role).toBe('PRESENTER');
    await give(guest, 'VIEWER');
    expect((await meeting.seat({}, { guestToken: guest.guestToken })).role).toBe('VIEWER');
    expect((await meeting.seat({})).role).toBe('PRESENTER');
  });

  it('makes the last host replaceable: a new host may do all of it, the old one too until then demoted', async () => {
    await give(adaSeat, 'HOST');
    await hostSeat.device.leave();
    expect((await meeting.seat(host)).role).toBe('HOST');
    const demoted = await setRole(ada, { meetingId: meeting.id, participantId: hostSeat.id, role: 'PRESENTER' });
    expect(demoted).toMatchObject({ participant: { role: 'PRESENTER' }, userErrors: [] });
    expect((await give(adaSeat, 'VIEWER')).userErrors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect((await meeting.seat(host)).role).toBe('PRESENTER');
  });
});

describe('what presenters may', () => {
  it('changes at once for those who are in, for whoever comes, and not for hosts', async () => {
    await adaSeat.device.publish('MICROPHONE');
    await adaSeat.device.publish('CAMERA');
    await hostSeat.device.publish('MICROPHONE');
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'on', CAMERA: 'on' });

    const permissions = { presentersMayUnmute: false, presentersMayShare: false };
    expect((await update(host, { meetingId: meeting.id, permissions })).userErrors).toEqual([]);
    await hostSees(adaSeat).toEqual({ CAMERA: 'on' });
    expect(adaSeat.device.sees(hostSeat.id)).toEqual({ MICROPHONE: 'on' });
    await expect(adaSeat.device.publish('MICROPHONE')).rejects.toThrow();
    const late = await meeting.seat(somebody(org));
    await late.device.publish('CAMERA');
    await expect(late.device.publish('SCREEN_SHARE')).rejects.toThrow();

    const another = await meeting.seat(ada);
    await update(host, { meetingId: meeting.id, permissions: { presentersMayUnmute: true } });
    await another.device.publish('MICROPHONE');
    await hostSees(another).toEqual({ MICROPHONE: 'on' });
  });
});
