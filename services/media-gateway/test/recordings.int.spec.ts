import { recordingAddressText, type StartRecorder } from '@parley/contracts';
import { newId } from '@parley/persistence';
import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { operations } from './documents.ts';
import { liveDoor, type LiveDoorUnderTest } from './followed.ts';
import { nameOf, somebody, startMedia, type MediaUnderTest } from './media-under-test.ts';
import { ModeratedMeeting, type Seat } from './moderated-meeting.ts';
import { recordingOperations } from './recording-operations.ts';
import { TestRecorder } from './test-recorder.ts';

let media: MediaUnderTest;
let door: LiveDoorUnderTest;
let meeting: ModeratedMeeting;
let recorder: TestRecorder;
let guestSeat: Seat;
const recorders: TestRecorder[] = [];
const org = newId('organisation');
const [host, ada, absent, stranger] = [somebody(org), somebody(org), somebody(org), somebody(newId('organisation'))];
const { start, stop, recordingsOf, byId } = recordingOperations(() => media);
const { end } = operations(() => media);
const WAIT = { timeout: 15_000, interval: 50 };

beforeAll(async () => {
  media = await startMedia({ RECORDING_DAYS: 7 });
  door = await liveDoor(media);
});
afterAll(async () => {
  await door?.close();
  await media?.stop();
});
beforeEach(async () => {
  meeting = await ModeratedMeeting.open(media, host);
  await Promise.all([meeting.seat(host), meeting.seat(ada)]);
  guestSeat = await meeting.seat({});
  recorder = await another();
});
afterEach(async () => {
  await meeting.close();
  await end(host, meeting.id);
  await Promise.all(recorders.splice(0).map((one) => one.leave()));
  await expect
    .poll(async () => (await recordingsOf(host, meeting.meeting.code)).recordingCapacity, WAIT)
    .toEqual({ slots: 0, free: 0 });
});

async function another(slots = 1): Promise<TestRecorder> {
  const one = await TestRecorder.start(media, slots);
  recorders.push(one);
  one.announce();
  await expect.poll(async () => (await recordingsOf(host, meeting.meeting.code)).canRecord, WAIT).toBe(true);
  return one;
}
const state = async () => {
  const [newest] = (await recordingsOf(host, meeting.meeting.code)).recordings?.nodes ?? [];
  return newest && { state: newest.state, cause: newest.cause };
};
const stands = (wanted: string, cause: string | null = null) =>
  expect.poll(state, WAIT).toEqual({ state: wanted, cause });
const told = async (args: object = {}) =>
  (await door.events(host, { code: meeting.meeting.code, ...args }))
    .filter(({ __typename }) => __typename === 'RecordingChanged')
    .map(({ recording }) => (recording as { state: string }).state);
async function job(of = recorder, n = 0): Promise<StartRecorder> {
  await expect.poll(() => of.jobs.length, WAIT).toBeGreaterThan(n);
  return of.jobs[n] as StartRecorder;
}
/** It runs, since this many seconds. */
async function running(seconds = 10): Promise<StartRecorder> {
  await start(host, meeting.id);
  const first = await job();
  expect(await recorder.report(first, 'JOINED')).toBe(true);
  expect(await recorder.records(first, seconds)).toBe(true);
  return first;
}
/** The file of this recording, as somebody is asked to make it. */
async function asked({ recordingId }: StartRecorder, of = recorder) {
  const found = () => of.finalising.find((one) => one.recordingId === recordingId);
  await expect.poll(found, WAIT).toBeDefined();
  return found();
}
const file = (of: StartRecorder, parts: { part: number; durationSeconds: number }[]) => ({
  outcome: 'READY' as const,
  recordingId: of.recordingId,
  key: `${of.organisationId}/${of.recordingId}/recording.mp4`,
  contentType: 'video/mp4' as const,
  bytes: 5_000_000_000,
  durationSeconds: parts.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0),
  parts,
  hasFfmpeg: true,
});

describe('a recording', () => {
  it('goes from the host’s word to a file, and everybody is told', async () => {
    const { recording, userErrors } = await start(host, meeting.id);
    expect(userErrors).toEqual([]);
    expect(recording).toMatchObject({ state: 'WAITING', startedByName: nameOf(host.sub), startedAt: null, url: null });
    const first = await job();
    expect(first).toMatchObject({ part: 1, organisationId: org, meetingId: meeting.id });
    expect(first.storageKey).toBe(`${org}/${recording?.id}/part-0001`);
    expect(first.stageUrl).toMatch(new RegExp(`^http://localhost:4000/stage/${meeting.meeting.code}#stg_[\\w-]{43}$`));
    await recorder.report(first, 'JOINED');
    await recorder.records(first, 60);
    expect(await recordingsOf({}, meeting.meeting.code)).toMatchObject({
      recording: { id: recording?.id, state: 'RECORDING', startedAt: expect.any(String), url: null },
      recordings: null,
      canRecord: false,
      recordingCapacity: null,
    });
    expect(await stop(host, meeting.id)).toMatchObject({ recording: { state: 'FINALISING' }, userErrors: [] });
    await expect.poll(() => recorder.stops, WAIT).toEqual([1]);
    // It stores what it has, and is let to.
    expect(await recorder.records(first, 60)).toBe(true);
    const startedAt = new Date(Date.now() - 60_000).toISOString();
    expect(await recorder.report(first, 'STOPPED', { startedAt, capturedMs: 60_000 })).toBe(false);
    expect(await asked(first)).toMatchObject({
      parts: [{ part: 1, storageKey: first.storageKey }],
      key: `${org}/${first.recordingId}/recording`,
    });
    expect(await recorder.report(first, 'FINALISING')).toBe(true);
    expect(await recorder.finalised(file(first, [{ part: 1, durationSeconds: 60.4 }]))).toBe(true);
    await stands('READY');
    expect(await told()).toEqual(['WAITING', 'RECORDING', 'FINALISING', 'FINALISING', 'READY']);
    expect(await told()).toEqual(await told({ guestToken: guestSeat.guestToken }));
    const shown = await byId(ada, first.recordingId);
    expect(shown).toMatchObject({ durationSeconds: 60, missingSeconds: 0, bytes: 5_000_000_000, deletedAt: null });
    expect(shown?.parts).toHaveLength(1);
    expect(Date.parse(shown?.expiresAt ?? '') - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    const facts = await media.rows<{ payload: object }>(
      `SELECT payload FROM outbox WHERE subject = 'evt.media.recording.ready.v1' AND payload ->> 'recordingId' = $1`,
      [first.recordingId],
    );
    expect(facts.map(({ payload }) => payload)).toMatchObject([
      { meetingId: meeting.id, title: 'Meeting', startedBy: host.sub, durationSeconds: 60.4, missingSeconds: 0 },
    ]);
    // Told again, it is one.
    expect(await recorder.finalised(file(first, [{ part: 1, durationSeconds: 1 }]))).toBe(true);
    expect((await byId(host, first.recordingId))?.durationSeconds).toBe(60);
  });

  it('has a file for hosts and those who were in, at an address of ten minutes that is signed', async () => {
    const first = await running();
    await stop(host, meeting.id);
    await recorder.report(first, 'STOPPED', { startedAt: new Date().toISOString(), capturedMs: 10_000 });
    await recorder.finalised(file(first, [{ part: 1, durationSeconds: 10 }]));
    await stands('READY');
    for (const who of [host, ada]) {
      const url = new URL((await byId(who, first.recordingId))?.url ?? '');
      expect(url.pathname).toBe(`/recordings/${first.recordingId}`);
      const said = Object.fromEntries(url.searchParams);
      expect(Number(said.expires) - Date.now() / 1_000).toBeGreaterThan(590);
      expect(Number(said.expires) - Date.now() / 1_000).toBeLessThan(601);
      const address = {
        recordingId: first.recordingId,
        key: said.key,
        contentType: said.type,
        fileName: said.name,
        expires: Number(said.expires),
      };
      const signature = createHmac('sha256', media.recordingsSecret)
        .update(recordingAddressText(address as never))
        .digest('base64url');
      expect(said.signature).toBe(signature);
    }
    for (const who of [absent, stranger]) {
      expect(await byId(who, first.recordingId)).toBeNull();
      expect((await recordingsOf(who, meeting.meeting.code)).recordings).toBeNull();
    }
    expect(await byId(host, newId('recording'))).toBeNull();
  });

  it('goes on with another worker in a new part when one dies, and states what is missing', async () => {
    const first = await running(30);
    const second = await another();
    const died = Date.now();
    await recorder.die();
    const next = await job(second);
    expect(Date.now() - died).toBeLessThan(1_500);
    expect(next).toMatchObject({ recordingId: first.recordingId, part: 2 });
    await stands('LOST_WORKER');
    const back = new Date(Date.now() + 500);
    await second.report(next, 'RECORDING', { startedAt: back.toISOString(), capturedMs: 100 });
    await stands('RECORDING');
    await stop(host, meeting.id);
    await second.report(next, 'STOPPED', { startedAt: back.toISOString(), capturedMs: 20_000 });
    expect((await asked(first, second))?.parts.map(({ part }) => part)).toEqual([1, 2]);
    await second.finalised(
      file(next, [
        { part: 1, durationSeconds: 29 },
        { part: 2, durationSeconds: 20 },
      ]),
    );
    await stands('READY');
    const shown = await byId(host, first.recordingId);
    const [one, two] = shown?.parts ?? [];
    const gap = (Date.parse(two?.from ?? '') - Date.parse(one?.to ?? '')) / 1_000;
    expect(gap).toBeGreaterThan(1);
    expect(shown?.missingSeconds).toBe(Math.ceil(gap));
    expect(await told()).toEqual(expect.arrayContaining(['LOST_WORKER', 'READY']));
  });

  it('takes the lease from one that is there and silent, and does not listen to it any more', async () => {
    const first = await running();
    const second = await another();
    const next = await job(second);
    expect(next.part).toBe(2);
    expect(await recorder.records(first, 20)).toBe(false);
    expect(await recorder.report(first, 'FAILED', { cause: 'CAPTURE_FAILED' })).toBe(false);
    await stands('LOST_WORKER');
    expect(await second.records(next, 1)).toBe(true);
    await stands('RECORDING');
  });

  it('asks another at once when one is full after all, and gives up on four failures with the last cause', async () => {
    recorder.isFull = true;
    await start(host, meeting.id);
    const second = await another(4);
    for (let n = 0; n < 4; n += 1) {
      const one = await job(second, n);
      expect(await second.report(one, 'FAILED', { cause: 'STAGE_FAILED' })).toBe(false);
      second.announce();
    }
    await stands('FAILED', 'STAGE_FAILED');
    expect((await recordingsOf(host, meeting.meeting.code)).recording).toBeNull();
    expect(recorder.jobs).toEqual([]);
  });

  it('that was stopped before anything was recorded has failed, and says so', async () => {
    await start(host, meeting.id);
    const first = await job();
    expect(await stop(host, meeting.id)).toMatchObject({
      recording: { state: 'FAILED', cause: 'NOTHING_RECORDED' },
    });
    expect(await recorder.records(first, 1)).toBe(false);
    await stands('FAILED', 'NOTHING_RECORDED');
  });

  it('ends with its meeting', async () => {
    const first = await running();
    await end(host, meeting.id);
    await stands('FINALISING');
    await recorder.report(first, 'STOPPED');
    await asked(first);
    await recorder.failed(first.recordingId, 'NOTHING_RECORDED');
    await stands('FAILED', 'NOTHING_RECORDED');
  });

  it('ends with its session where the meeting lives on, and people are back at once', async () => {
    await media.rows(`UPDATE meeting SET is_permanent = true WHERE id = $1`, [meeting.id.slice(4)]);
    const first = await running();
    await end(host, meeting.id);
    await meeting.seat(host);
    await stands('FINALISING');
    await recorder.report(first, 'STOPPED');
    await asked(first);
    await recorder.failed(first.recordingId, 'NOTHING_RECORDED');
    await stands('FAILED', 'NOTHING_RECORDED');
  });

  it('is finalised by another when whoever made the file fell silent', async () => {
    const first = await running();
    await stop(host, meeting.id);
    await recorder.report(first, 'STOPPED');
    await asked(first);
    expect(await recorder.report(first, 'FINALISING')).toBe(true);
    await recorder.die();
    const second = await TestRecorder.start(media);
    recorders.push(second);
    await asked(first, second);
    expect(await second.report(first, 'FINALISING')).toBe(true);
    await second.finalised(file(first, [{ part: 1, durationSeconds: 9 }]));
    await stands('READY');
  });

  it('is deleted when its days are over; the row says so', async () => {
    const first = await running();
    await stop(host, meeting.id);
    await recorder.report(first, 'STOPPED');
    await recorder.finalised(file(first, [{ part: 1, durationSeconds: 9 }]));
    await stands('READY');
    await media.rows(`UPDATE recording_directory SET expires_at = now() - interval '1 s' WHERE recording_id = $1`, [
      first.recordingId.slice(4),
    ]);
    await media.retain();
    expect(recorder.deleted).toEqual([first.recordingId]);
    expect(await byId(host, first.recordingId)).toMatchObject({
      state: 'READY',
      url: null,
      deletedAt: expect.any(String),
    });
  });
});

describe('recordings of two organisations', () => {
  it('are kept apart by Postgres itself', async () => {
    const tables = await media.rows<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relname IN ('recording', 'recording_part', 'recording_consent') AND relrowsecurity AND relforcerowsecurity`,
    );
    expect(tables).toHaveLength(3);
  });
});
