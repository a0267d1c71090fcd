import { sessionRevoked } from '@parley/contracts';
import { newId } from '@parley/persistence';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, JOIN } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { somebody, startMedia, type MediaUnderTest, type Somebody } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let hostSeat: Seat;
const org = newId('organisation');
const host = somebody(org);
const { knock } = doorOperations(() => media);

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
});
afterEach(() => meeting.close());

/** As auth tells it. */
async function revoke({ sub, org: organisationId, sid }: Somebody): Promise<void> {
  const payload = { organisationId, userId: sub, sessionId: sid, reason: 'SIGNED_OUT' };
  const fact = { id: randomUUID(), organisationId, at: new Date().toISOString(), payload };
  await media.auth.request(sessionRevoked.subject, JSON.stringify(fact));
}
const isIn = (seat: Seat) => expect.poll(() => seat.device.isIn, { timeout: 10_000, interval: 50 });

describe('the end of a session', () => {
  it('puts its devices out of every meeting, and leaves the same person’s other session', async () => {
    const ada = somebody(org);
    const elsewhere = { ...ada, sid: newId('session') };
    const other = await ModeratedMeeting.open(media, host);
    const seats = [await meeting.seat(ada), await meeting.seat(ada), await other.seat(ada)];
    const stays = await meeting.seat(elsewhere);
    await revoke(ada);
    for (const seat of seats) await isIn(seat).toBe(false);
    expect([stays.device.isIn, hostSeat.device.isIn]).toEqual([true, true]);
    const facts = await media.rows<{ id: string }>(
      `SELECT payload ->> 'participantId' AS id FROM outbox WHERE subject = 'evt.media.participant.removed.v1' AND payload ->> 'userId' = $1`,
      [ada.sub],
    );
    expect(facts.map(({ id }) => id).sort()).toEqual(seats.map(({ id }) => id).sort());
    const left = (await door.events(elsewhere, { code: meeting.meeting.code })).filter(
      ({ __typename }) => __typename === 'ParticipantLeft',
    );
    expect(left.map((event) => (event as { wasRemoved?: boolean }).wasRemoved)).toEqual([false, false]);
    await other.close();
  });

  it('keeps it out: neither an old media token nor a last access token lets it in again', async () => {
    const ada = somebody(org);
    const seat = await meeting.seat(ada);
    await revoke(ada);
    await isIn(seat).toBe(false);
    const again = await meeting.enter(seat.token);
    await expect.poll(() => again.isIn, { timeout: 5_000 }).toBe(false);
    const answer = await media.ask(ada, JOIN, { input: { code: meeting.meeting.code } });
    expect(answer.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    const anew = { ...ada, sid: newId('session') };
    expect((await knock(anew, meeting.meeting.code)).admission.__typename).toBe('Admitted');
  });

  it('reaches meetings of other organisations', async () => {
    const stranger = somebody(newId('organisation'));
    const seat = await meeting.seat(stranger);
    await revoke(stranger);
    await isIn(seat).toBe(false);
  });

  it('keeps no host from hosting: whoever signs in again is host again', async () => {
    await revoke(host);
    await isIn(hostSeat).toBe(false);
    expect((await meeting.seat({ ...host, sid: newId('session') })).role).toBe('HOST');
    host.sid = newId('session');
  });

  it('is done as soon as LiveKit answers again', async () => {
    const ada = somebody(org);
    const seat = await meeting.seat(ada);
    await media.livekit.kill();
    await revoke(ada);
    const removed = () =>
      media.rows(`SELECT FROM participant WHERE user_id = $1 AND removed_at IS NOT NULL`, [
        ada.sub.slice(4).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5'),
      ]);
    await expect.poll(async () => (await removed()).length, { timeout: 5_000 }).toBe(1);
    await media.livekit.startAgain();
    expect((await knock(host, meeting.meeting.code)).admission.__typename).toBe('Admitted');
    const again = await meeting.enter(seat.token).catch(() => undefined);
    await expect.poll(() => again?.isIn ?? false, { timeout: 5_000 }).toBe(false);
  });
});
