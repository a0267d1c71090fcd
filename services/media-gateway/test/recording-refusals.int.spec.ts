import { newId } from '@parley/persistence';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { doorOperations, operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest, type Somebody } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';
import { recordingOperations } from './recording-operations.ts';
import { TestRecorder } from './test-recorder.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let recorder: TestRecorder;
let [adaSeat, guestSeat] = [] as unknown as [Seat, Seat];
const org = newId('organisation');
const [host, ada, coHost, stranger] = [somebody(org), somebody(org), somebody(org), somebody(newId('organisation'))];
const { start, stop, consent, recordingsOf, joinStage } = recordingOperations(() => media);
const { create, end } = operations(() => media);
const { setRole, knock, look } = doorOperations(() => media);
const WAIT = { timeout: 15_000, interval: 50 };

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
  await meeting.seat(host);
  adaSeat = await meeting.seat(ada);
  guestSeat = await meeting.seat({});
  recorder = await TestRecorder.start(media);
  recorder.announce();
  await expect.poll(async () => (await recordingsOf(host, meeting.meeting.code)).canRecord, WAIT).toBe(true);
});
afterEach(async () => {
  await meeting.close();
  await end(host, meeting.id);
  await recorder.leave();
});

const rows = async () => {
  const [{ n = 0 } = {}] = await media.rows<{ n: number }>(
    `SELECT count(*)::integer AS n FROM recording WHERE meeting_id = $1`,
    [meeting.id.slice(4)],
  );
  return n;
};
async function refused(answer: ReturnType<typeof start>, code: string, words = /./) {
  expect(await answer).toMatchObject({
    recording: null,
    userErrors: [{ code, message: expect.stringMatching(words) }],
  });
}
async function recording() {
  await start(host, meeting.id);
  await expect.poll(() => recorder.jobs.length, WAIT).toBe(1);
  const job = recorder.jobs[0]!;
  return { job, token: new URL(job.stageUrl).hash.slice(1) };
}

describe('starting and stopping is refused, and nothing changes', () => {
  it.each<[string, () => ReturnType<typeof start>, string, RegExp]>([
    ['a malformed id', () => start(host, 'x'), 'BAD_USER_INPUT', /./],
    ['an unknown meeting', () => start(host, newId('meeting')), 'NOT_FOUND', /./],
    ['somebody of another organisation', () => start(stranger, meeting.id), 'NOT_FOUND', /./],
    ['a presenter', () => start(ada, meeting.id), 'FORBIDDEN', /hosts/],
    ['a malformed id, to stop', () => stop(host, 'x'), 'BAD_USER_INPUT', /./],
    ['an unknown meeting, to stop', () => stop(host, newId('meeting')), 'NOT_FOUND', /./],
    ['a presenter, to stop', () => stop(ada, meeting.id), 'FORBIDDEN', /hosts/],
    ['to stop what does not run', () => stop(host, meeting.id), 'CONFLICT', /not being recorded/],
  ])('%s', async (_name, ask, code, words) => {
    await refused(ask(), code, words);
    expect(await rows()).toBe(0);
  });

  it('without a session', async () => {
    await expect(start({}, meeting.id)).rejects.toThrow('UNAUTHENTICATED');
    await expect(stop({}, meeting.id)).rejects.toThrow('UNAUTHENTICATED');
    expect(await rows()).toBe(0);
  });

  it('where one runs, where nobody is in, and after the end', async () => {
    const { meeting: empty } = await create(host);
    await refused(start(host, empty.id), 'CONFLICT', /Nobody is in/);
    await recording();
    await refused(start(host, meeting.id), 'CONFLICT', /already/);
    expect(await rows()).toBe(1);
    await end(host, meeting.id);
    await refused(start(host, meeting.id), 'CONFLICT', /over/);
    await refused(stop(host, meeting.id), 'CONFLICT', /over/);
  });

  it('with words about capacity, which hosts know before', async () => {
    recorder.announce(0);
    await expect.poll(async () => (await recordingsOf(host, meeting.meeting.code)).canRecord, WAIT).toBe(false);
    expect((await recordingsOf(host, meeting.meeting.code)).recordingCapacity).toEqual({ slots: 1, free: 0 });
    expect((await recordingsOf(ada, meeting.meeting.code)).recordingCapacity).toBeNull();
    await refused(start(host, meeting.id), 'UNAVAILABLE', /one recorder is busy/);
    recorder.announce(0, 0);
    await expect
      .poll(async () => (await recordingsOf(host, meeting.meeting.code)).recordingCapacity, WAIT)
      .toEqual({ slots: 0, free: 0 });
    await refused(start(host, meeting.id), 'UNAVAILABLE', /No recorder is running/);
    expect(await rows()).toBe(0);
  });

  it('but a co-host may', async () => {
    const seat = await meeting.seat(coHost);
    await setRole(host, { meetingId: meeting.id, participantId: seat.id, role: 'CO_HOST' });
    expect(await start(coHost, meeting.id)).toMatchObject({ recording: { state: 'WAITING' }, userErrors: [] });
    expect(await stop(coHost, meeting.id)).toMatchObject({ recording: { state: 'FAILED' }, userErrors: [] });
  });
});

describe('the stage page', () => {
  it('comes in hidden, sees and hears, sends nothing, and is nobody who attends', async () => {
    const { job, token } = await recording();
    const { admission } = await joinStage(meeting.meeting.code, token);
    expect(admission).toMatchObject({ role: 'VIEWER' });
    expect(admission?.meeting.participants.nodes.map(({ displayName }) => displayName)).toContain(nameOf(ada.sub));
    await adaSeat.device.publish('CAMERA');
    const device = await meeting.enter(admission!.token);
    await expect.poll(() => device.sees(adaSeat.id), WAIT).toEqual({ CAMERA: 'on' });
    await expect(device.publish('CAMERA')).rejects.toThrow();
    expect(adaSeat.device.hasPeer(admission!.participantIdentity)).toBe(false);
    await media.reconcile();
    expect(device.isIn).toBe(true);
    const { participants } = await look(host, meeting.meeting.code);
    expect(participants?.nodes).toHaveLength(3);
    const stays = await media.rows(`SELECT FROM attendance WHERE participant_id = $1`, [
      admission!.participantIdentity.slice(4),
    ]);
    expect(stays).toEqual([]);
    // It follows what happens, until its part is over.
    const events = await door.events({}, { code: meeting.meeting.code, guestToken: token });
    expect(Array.isArray(events)).toBe(true);
    await recorder.report(job, 'FAILED', { cause: 'CAPTURE_FAILED' });
    await expect.poll(() => device.isIn, WAIT).toBe(false);
    expect(await joinStage(meeting.meeting.code, token)).toMatchObject({
      admission: null,
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    expect((await door.open({}, { code: meeting.meeting.code, guestToken: token })).error?.code).toBe('FORBIDDEN');
    // With its old token it is put out again by the warden, should the gate be away.
    const again = await meeting.enter(admission!.token).catch(() => undefined);
    await media.reconcile();
    if (again) await expect.poll(() => again.isIn, WAIT).toBe(false);
  });

  it('opens to nobody else', async () => {
    const { token } = await recording();
    const other = await ModeratedMeeting.open(media, host);
    const tries: [string, string, Partial<Somebody>, string][] = [
      ['bcd-fghj-kmn', token, {}, 'NOT_FOUND'],
      [other.meeting.code, token, {}, 'FORBIDDEN'],
      [meeting.meeting.code, `stg_${'a'.repeat(43)}`, host, 'FORBIDDEN'],
      [meeting.meeting.code, guestSeat.guestToken, {}, 'FORBIDDEN'],
      [meeting.meeting.code, '', host, 'FORBIDDEN'],
    ];
    for (const [code, stageToken, caller, refusal] of tries)
      expect(await joinStage(code, stageToken, caller)).toMatchObject({
        admission: null,
        userErrors: [{ code: refusal }],
      });
    // It is no guest token: it does not join as a person, raise a hand, or consent.
    expect(await knock({}, meeting.meeting.code, { guestToken: token, displayName: 'X' })).toMatchObject({
      admission: null,
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    await refused(consent({}, { meetingId: meeting.id, guestToken: token, stays: true }), 'FORBIDDEN');
    await end(host, other.id);
  });
});

describe('consent', () => {
  it('is kept: who, when, to which text; for hosts to read', async () => {
    await recording();
    expect(await consent(ada, { meetingId: meeting.id, stays: true })).toMatchObject({
      recording: { state: 'WAITING', url: null },
      userErrors: [],
    });
    await consent(ada, { meetingId: meeting.id, stays: true, textVersion: 'again' });
    await consent({}, { meetingId: meeting.id, guestToken: guestSeat.guestToken, stays: true });
    const list = async (who: Somebody) =>
      (await recordingsOf(who, meeting.meeting.code)).recordings?.nodes[0]?.consents;
    expect((await list(host))?.nodes).toEqual([
      { displayName: nameOf(ada.sub), userId: ada.sub, stays: true, textVersion: '2026-11/en', at: expect.any(String) },
      { displayName: 'Guest', userId: null, stays: true, textVersion: '2026-11/en', at: expect.any(String) },
    ]);
    await expect.poll(() => list(ada), WAIT).toBeNull();
  });

  it('that is declined means leaving, with all devices', async () => {
    await recording();
    const second = await meeting.seat(ada);
    expect(await consent(ada, { meetingId: meeting.id, stays: false })).toMatchObject({ userErrors: [] });
    await expect.poll(() => [adaSeat.device.isIn, second.device.isIn], WAIT).toEqual([false, false]);
    expect(guestSeat.device.isIn).toBe(true);
    const [said] = await media.rows(
      `SELECT c.stays FROM recording_consent c JOIN recording r ON r.id = c.recording_id WHERE c.user_id = $1 AND r.meeting_id = $2`,
      [ada.sub.slice(4), meeting.id.slice(4)],
    );
    expect(said).toEqual({ stays: false });
    // Whoever thinks better of it may come back.
    expect((await knock(ada, meeting.meeting.code)).admission?.__typename).toBe('Admitted');
  });

  it('is refused where it means nothing, and nothing changes', async () => {
    const said = { meetingId: meeting.id, stays: true };
    await refused(consent(ada, said), 'CONFLICT', /not being recorded/);
    await recording();
    await refused(consent(ada, { ...said, meetingId: 'x' }), 'BAD_USER_INPUT');
    await refused(consent(ada, { ...said, textVersion: ' ' }), 'BAD_USER_INPUT');
    await refused(consent(ada, { ...said, textVersion: 'x'.repeat(65) }), 'BAD_USER_INPUT');
    await refused(consent(stranger, said), 'CONFLICT', /not in this meeting/);
    await refused(consent(ada, { ...said, participantId: guestSeat.id }), 'FORBIDDEN');
    await refused(consent({}, { ...said, guestToken: `gst_${'a'.repeat(43)}` }), 'FORBIDDEN');
    await expect(consent({}, said)).rejects.toThrow('UNAUTHENTICATED');
    const kept = await media.rows(
      `SELECT FROM recording_consent c JOIN recording r ON r.id = c.recording_id WHERE r.meeting_id = $1`,
      [meeting.id.slice(4)],
    );
    expect(kept).toEqual([]);
  });
});

describe('before one comes in', () => {
  it('one sees that it is recorded, and whoever waits is told', async () => {
    const { userErrors } = await doorOperations(() => media).update(host, { meetingId: meeting.id, lobby: true });
    expect(userErrors).toEqual([]);
    const { admission } = await knock({}, meeting.meeting.code, { displayName: 'Late' });
    expect(admission?.__typename).toBe('WaitingInLobby');
    await recording();
    expect((await recordingsOf({}, meeting.meeting.code)).recording).toMatchObject({ state: 'WAITING', url: null });
    const told = await door.events({}, { code: meeting.meeting.code, guestToken: admission?.guestToken });
    expect(told).toContainEqual(
      expect.objectContaining({
        __typename: 'RecordingChanged',
        recording: expect.objectContaining({ state: 'WAITING', startedByName: nameOf(host.sub) }),
      }),
    );
  });
});
