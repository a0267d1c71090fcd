import { newId } from '@parley/persistence';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let hostSeat: Seat;
let coHostSeat: Seat;
let adaSeat: Seat;
const org = newId('organisation');
const [host, coHost, ada] = [somebody(org), somebody(org), somebody(org)];
const { mute, askToUnmute, setRole } = doorOperations(() => media);

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
  coHostSeat = await meeting.seat(coHost);
  adaSeat = await meeting.seat(ada);
  await setRole(host, { meetingId: meeting.id, participantId: coHostSeat.id, role: 'CO_HOST' });
});
afterEach(() => meeting.close());

const one = (seat: Seat) => ({ participantId: seat.id });
const hostSees = (seat: Seat) => expect.poll(() => hostSeat.device.sees(seat.id), { timeout: 5_000 });
const told = async (kind: string) =>
  (await door.events(ada, { code: meeting.meeting.code })).filter(({ __typename }) => __typename === kind);

describe('muting', () => {
  it('mutes one microphone or camera, as everybody sees; nobody else can unmute it', async () => {
    for (const source of ['MICROPHONE', 'CAMERA'] as const) await adaSeat.device.publish(source);
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'on', CAMERA: 'on' });
    await mute(coHost, { meetingId: meeting.id, target: one(adaSeat), source: 'MICROPHONE' });
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'muted', CAMERA: 'on' });
    await mute(host, { meetingId: meeting.id, target: one(adaSeat), source: 'CAMERA' });
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'muted', CAMERA: 'muted' });
    await mute(host, { meetingId: meeting.id, target: one(adaSeat), source: 'CAMERA' });
    await sleep(200);
    expect(hostSeat.device.sees(adaSeat.id)).toEqual({ MICROPHONE: 'muted', CAMERA: 'muted' });
    expect(await told('Muted')).toMatchObject([
      { participantId: adaSeat.id, source: 'MICROPHONE', by: nameOf(coHost.sub) },
      { participantId: adaSeat.id, source: 'CAMERA', by: nameOf(host.sub) },
      { participantId: adaSeat.id, source: 'CAMERA', by: nameOf(host.sub) },
    ]);
  });

  it('of everyone spares hosts and co-hosts', async () => {
    const guest = await meeting.seat({});
    for (const { device } of [hostSeat, coHostSeat, adaSeat, guest]) await device.publish('MICROPHONE');
    await hostSees(guest).toEqual({ MICROPHONE: 'on' });
    await mute(coHost, { meetingId: meeting.id, target: { everyone: true }, source: 'MICROPHONE' });
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'muted' });
    await hostSees(guest).toEqual({ MICROPHONE: 'muted' });
    expect(hostSeat.device.sees(coHostSeat.id)).toEqual({ MICROPHONE: 'on' });
    expect(adaSeat.device.sees(hostSeat.id)).toEqual({ MICROPHONE: 'on' });
    expect(await told('Muted')).toMatchObject([{ participantId: null, source: 'MICROPHONE' }]);
  });

  it('ends shared screens; one may share again', async () => {
    for (const { device } of [hostSeat, adaSeat]) await device.publish('SCREEN_SHARE');
    await adaSeat.device.publish('CAMERA');
    await hostSees(adaSeat).toEqual({ SCREEN_SHARE: 'on', CAMERA: 'on' });
    await mute(host, { meetingId: meeting.id, target: { everyone: true }, source: 'SCREEN_SHARE' });
    await hostSees(adaSeat).toEqual({ CAMERA: 'on' });
    expect(adaSeat.device.sees(hostSeat.id)).toEqual({ SCREEN_SHARE: 'on' });
    await adaSeat.device.publish('SCREEN_SHARE');
    await hostSees(adaSeat).toEqual({ SCREEN_SHARE: 'on', CAMERA: 'on' });
    await mute(host, { meetingId: meeting.id, target: one(adaSeat), source: 'SCREEN_SHARE' });
    await hostSees(adaSeat).toEqual({ CAMERA: 'on' });
  });

  it('of somebody who sends nothing changes nothing', async () => {
    for (const source of ['MICROPHONE', 'CAMERA', 'SCREEN_SHARE'])
      expect((await mute(host, { meetingId: meeting.id, target: one(adaSeat), source })).userErrors).toEqual([]);
    await adaSeat.device.publish('MICROPHONE');
  });
});

describe('asking to unmute', () => {
  it('is an event for whoever is asked, and nothing else', async () => {
    await adaSeat.device.publish('MICROPHONE');
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'on' });
    await mute(host, { meetingId: meeting.id, target: one(adaSeat), source: 'MICROPHONE' });
    await hostSees(adaSeat).toEqual({ MICROPHONE: 'muted' });
    expect((await askToUnmute(host, { meetingId: meeting.id, participantId: adaSeat.id })).userErrors).toEqual([]);
    expect(await told('UnmuteAsked')).toMatchObject([{ participantId: adaSeat.id, by: nameOf(host.sub) }]);
    await sleep(300);
    expect(hostSeat.device.sees(adaSeat.id)).toEqual({ MICROPHONE: 'muted' });
  });

  it('is refused for whoever may not speak', async () => {
    await setRole(host, { meetingId: meeting.id, participantId: adaSeat.id, role: 'VIEWER' });
    expect((await askToUnmute(host, { meetingId: meeting.id, participantId: adaSeat.id })).userErrors).toMatchObject([
      { code: 'CONFLICT', field: ['participantId'] },
    ]);
    expect(await told('UnmuteAsked')).toEqual([]);
  });
});
