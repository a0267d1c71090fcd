import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TestCaller } from '@parley/testing';
import { doorOperations, operations, type Knocked } from './documents.ts';
import { somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let meeting: ModeratedMeeting;
let [hostSeat, adaSeat, guestSeat] = [] as unknown as [Seat, Seat, Seat];
const org = newId('organisation');
const [host, ada, stranger] = [somebody(org), somebody(org), somebody(newId('organisation'))];
const { hear, knock, lock, remove } = doorOperations(() => media);
const { end } = operations(() => media);
const NOBODY = 'par_0190a5d0000070008000000000000000';

beforeAll(async () => {
  media = await startMedia();
});
afterAll(() => media?.stop());
beforeEach(async () => {
  meeting = await ModeratedMeeting.open(media, host);
  hostSeat = await meeting.seat(host, { clientNonce: 'host' });
  adaSeat = await meeting.seat(ada, { clientNonce: 'ada' });
  guestSeat = await meeting.seat({}, { clientNonce: 'guest' });
  // Whoever is in is in our rows once LiveKit has said so.
  await expect.poll(openStays).toBe(3);
});
afterEach(() => meeting.close());

const report = (caller: TestCaller, more: object = {}) =>
  hear(caller, {
    ...{ meetingId: meeting.id, hears: [], misses: [], silent: [], isSoundOff: false, isCut: false },
    ...more,
  });
const asGuest = () => ({ guestToken: guestSeat.guestToken });
const stays = (id: string) =>
  media.rows<{ joined_at: Date; left_at: Date | null }>(
    'SELECT joined_at, left_at FROM attendance WHERE participant_id = $1 ORDER BY joined_at',
    [uuid(id)],
  );
const uuid = (id: string) => id.replace(/^par_(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
const openStays = async () =>
  (
    await media.rows(
      'SELECT FROM attendance a JOIN meeting m ON m.id = a.meeting_id WHERE m.code = $1 AND left_at IS NULL',
      [meeting.meeting.code],
    )
  ).length;
const reports = () => media.rows('SELECT * FROM hearing');
/** Makes the last word of somebody as old as this. */
const age = (id: string, seconds: number) =>
  media.rows('UPDATE hearing SET reported_at = now() - make_interval(secs => $2) WHERE participant_id = $1', [
    uuid(id),
    seconds,
  ]);

describe('a speaker', () => {
  it('learns by how many they are heard, and by whom not', async () => {
    await report(ada, { hears: [hostSeat.id] });
    await report({}, { ...asGuest(), misses: [hostSeat.id], isSoundOff: true });
    expect((await report(host)).hearing).toEqual({
      ...{ listeners: 2, heardBy: 1, wellIds: [], againAfterSeconds: 2 },
      deaf: [{ participantId: guestSeat.id, isSoundOff: true }],
    });
    await report({}, { ...asGuest(), hears: [hostSeat.id] });
    expect((await report(host)).hearing).toMatchObject({ listeners: 2, heardBy: 2, deaf: [] });
    // Nobody is to hear who is muted.
    await report(ada);
    await report({}, asGuest());
    expect((await report(host)).hearing).toMatchObject({ listeners: 0, heardBy: 0, deaf: [] });
  });

  it('is told nothing of reports that are old, of those who left, and of their own other device', async () => {
    const phone = await meeting.seat(host, { clientNonce: 'phone' });
    await expect.poll(openStays).toBe(4);
    await report(ada, { hears: [hostSeat.id] });
    await report({}, { ...asGuest(), hears: [hostSeat.id] });
    await report(host, { participantId: phone.id, misses: [hostSeat.id] });
    const asked = { participantId: hostSeat.id };
    expect((await report(host, asked)).hearing).toMatchObject({ listeners: 2 });
    await age(adaSeat.id, 15);
    expect((await report(host, asked)).hearing).toMatchObject({ listeners: 1 });
    await guestSeat.device.leave();
    await expect.poll(openStays).toBe(3);
    expect((await report(host, asked)).hearing).toMatchObject({ listeners: 0 });
  });

  it('learns who of those from whom nothing comes is well by their own word', async () => {
    const silent = [adaSeat.id, guestSeat.id];
    await report(ada);
    await report({}, { ...asGuest(), isCut: true });
    expect((await report(host, { silent })).hearing).toMatchObject({ wellIds: [adaSeat.id] });
    await age(adaSeat.id, 4);
    expect((await report(host, { silent })).hearing).toMatchObject({ wellIds: [] });
  });

  it.each<[string, () => TestCaller, () => object, string]>([
    ['a stranger', () => stranger, () => ({}), 'CONFLICT'],
    ['somebody without a session or a token', () => ({}), () => ({}), 'UNAUTHENTICATED'],
    ['a made-up token', () => ({}), () => ({ guestToken: 'gst_x' }), 'FORBIDDEN'],
    ['somebody else’s device', () => ada, () => ({ participantId: hostSeat.id }), 'FORBIDDEN'],
    ['nobody’s device', () => ada, () => ({ participantId: NOBODY }), 'NOT_FOUND'],
    ['an id that is none', () => ada, () => ({ hears: ['x'] }), 'BAD_USER_INPUT'],
    ['501 people', () => ada, () => ({ misses: Array.from({ length: 501 }, () => NOBODY) }), 'BAD_USER_INPUT'],
  ])('refuses %s, and notes nothing', async (_who, caller, more, code) => {
    await media.rows('DELETE FROM hearing');
    const answer = await report(caller(), more()).catch((error: Error) => ({ userErrors: [], message: error.message }));
    expect(JSON.stringify(answer)).toContain(code);
    expect(await reports()).toEqual([]);
  });

  it('is refused in a meeting that is over', async () => {
    await end(host, meeting.id);
    expect((await report(ada)).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  });
});

describe('somebody whose network is gone', () => {
  it('is put out once nobody receives them and they are silent for long, left when they last spoke, and may come back', async () => {
    await report(ada);
    await age(adaSeat.id, 13);
    const lastWord = Date.now() - 13_000;
    await media.rows('UPDATE attendance SET joined_at = now() - interval $$1 minute$$ WHERE participant_id = $1', [
      uuid(adaSeat.id),
    ]);
    await report(host, { silent: [adaSeat.id] });
    await expect.poll(() => adaSeat.device.isIn).toBe(false);
    const [stay] = await stays(adaSeat.id);
    expect(Math.abs((stay?.left_at?.getTime() ?? 0) - lastWord)).toBeLessThan(2_000);
    expect(
      await media.rows('SELECT FROM participant WHERE id = $1 AND removed_at IS NULL', [uuid(adaSeat.id)]),
    ).toHaveLength(1);
    const { admission } = await knock(ada, meeting.meeting.code, { clientNonce: 'ada' });
    expect(admission.participantIdentity).toBe(adaSeat.id);
    expect((await meeting.enter(admission.token)).isIn).toBe(true);
    await expect.poll(async () => (await stays(adaSeat.id)).filter(({ left_at }) => !left_at).length).toBe(1);
  });

  it('is looked for when they are due: no report more is needed', async () => {
    await report(ada);
    await age(adaSeat.id, 12);
    await media.rows('UPDATE attendance SET joined_at = now() - interval $$1 minute$$ WHERE participant_id = $1', [
      uuid(adaSeat.id),
    ]);
    await report(host, { silent: [adaSeat.id] });
    expect(adaSeat.device.isIn).toBe(true);
    await expect.poll(() => adaSeat.device.isIn, { timeout: 5_000 }).toBe(false);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['they have spoken lately', () => age(adaSeat.id, 8)],
    ['somebody receives them', () => report({}, { ...asGuest(), hears: [adaSeat.id] })],
    ['they never said anything', () => media.rows('DELETE FROM hearing WHERE participant_id = $1', [uuid(adaSeat.id)])],
  ])('stays while %s', async (_why, so) => {
    await report(ada);
    await age(adaSeat.id, 13);
    await media.rows('UPDATE attendance SET joined_at = now() - interval $$1 minute$$ WHERE participant_id = $1', [
      uuid(adaSeat.id),
    ]);
    await so();
    await report(host, { silent: [adaSeat.id] });
    expect(await openStays()).toBe(3);
    expect(adaSeat.device.isIn).toBe(true);
  });

  it('comes back into a locked meeting as who they were; not with another nonce, not after a removal', async () => {
    const returning = async (clientNonce: string): Promise<Knocked> =>
      (await knock({}, meeting.meeting.code, { displayName: 'Guest', ...asGuest(), clientNonce })).admission;
    await lock(host, { meetingId: meeting.id, locked: true });
    await guestSeat.device.leave();
    await expect.poll(openStays).toBe(2);
    expect(await returning('another')).toMatchObject({ __typename: 'Refused', reason: 'LOCKED' });
    expect(await returning('guest')).toMatchObject({ __typename: 'Admitted', participantIdentity: guestSeat.id });
    await remove(host, { meetingId: meeting.id, participantId: guestSeat.id, ban: false });
    expect(await returning('guest')).toMatchObject({ __typename: 'Refused', reason: 'LOCKED' });
  });
});
