import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordingFinalised } from '@parley/contracts';
import { TestS3 } from '@parley/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { readSliceKey } from '../src/slices/slice-key.ts';
import { DiskStorage } from '@parley/storage';
import { S3Storage } from '@parley/storage/s3';
import { probe } from './probe.ts';
import { RecorderProcess } from './recorder-process.ts';
import { Scene, signed, wholeOf } from './scene.ts';
import { soon } from './soon.ts';

const PATIENCE_MS = 180_000;
type Ready = Extract<z.output<(typeof recordingFinalised)['question']>, { outcome: 'READY' }>;

let scene: Scene;
let worker: RecorderProcess | undefined;
beforeAll(async () => {
  scene = await Scene.open();
}, PATIENCE_MS);
afterEach(async () => {
  scene.desk.goOn = () => true;
  await worker?.stop();
  worker = undefined;
});
afterAll(() => scene?.close());

/** Waits until so much of a part is stored. */
const captured = (job: Parameters<typeof scene.desk.report>[0], ms: number) =>
  scene.desk.report(job, 'RECORDING', ({ capturedMs }) => capturedMs >= ms);

describe.each(['disk', 'S3'] as const)('on %s', (kind) => {
  let s3: TestS3 | undefined;
  beforeAll(async () => {
    if (kind === 'S3') s3 = await TestS3.start();
  }, 400_000);
  afterAll(() => s3?.stop());
  const start = async () => (worker = await RecorderProcess.start(scene.nats, s3 ? { s3: s3.options } : {}));
  const storage = (of: RecorderProcess) =>
    s3 ? new S3Storage(s3.options) : new DiskStorage(join(of.directory, 'recordings/objects'));

  test(
    'a recording is made, put together, served in ranges and deleted',
    async () => {
      const { desk } = scene;
      const recorder = await start();
      const { workerId, slots, free } = await desk.worker();
      expect({ slots, free }).toEqual({ slots: 1, free: 1 });
      const job = await scene.job();
      expect(await desk.start(workerId, job)).toEqual({ workerId });
      expect(await desk.start(workerId, job)).toEqual({ workerId });
      expect(await desk.start(workerId, await scene.job())).toEqual({ refused: 'FULL' });
      await soon('no room left', () => desk.capacities.findLast((one) => one.workerId === workerId && one.free === 0));

      await desk.report(job, 'JOINED');
      const { startedAt } = await captured(job, 6_000);
      expect(await desk.stop(workerId, job)).toEqual({ isRunning: true });
      const stopped = await desk.report(job, 'STOPPED');
      expect(stopped.bytes).toBeGreaterThan(100_000);
      expect(stopped.startedAt).toBe(startedAt);
      expect(await desk.stop(workerId, job)).toEqual({ isRunning: false });
      await soon('the browser is gone', () => recorder.children().length === 0 || undefined);

      const key = wholeOf(job).key;
      expect(await desk.finalise(wholeOf(job))).toEqual({ workerId });
      const ready = (await desk.outcome(job)) as Ready;
      expect(ready).toMatchObject({ outcome: 'READY', key: `${key}.mp4`, contentType: 'video/mp4', hasFfmpeg: true });
      expect(Math.abs(ready.durationSeconds - stopped.capturedMs / 1_000)).toBeLessThan(1.5);

      const address = {
        recordingId: job.recordingId,
        key: ready.key,
        contentType: ready.contentType,
        fileName: 'Planning.mp4',
        expires: Math.floor(Date.now() / 1_000) + 60,
      };
      const url = signed(recorder.url, recorder.secret, address);
      const answer = await fetch(url);
      const whole = Buffer.from(await answer.arrayBuffer());
      expect(whole).toHaveLength(ready.bytes);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'video/mp4',
        'x-content-type-options': 'nosniff',
        'content-disposition': `inline; filename="Planning.mp4"; filename*=UTF-8''Planning.mp4`,
      });
      const some = await fetch(url, { headers: { range: 'bytes=10-19' } });
      expect(some.status).toBe(206);
      expect(some.headers.get('content-range')).toBe(`bytes 10-19/${ready.bytes}`);
      expect(Buffer.from(await some.arrayBuffer())).toEqual(whole.subarray(10, 20));
      expect((await fetch(url, { headers: { range: `bytes=${ready.bytes}-` } })).status).toBe(416);
      const head = await fetch(url, { method: 'HEAD' });
      expect([head.status, head.headers.get('content-length')]).toEqual([200, String(ready.bytes)]);
      expect((await fetch(`${url}&download=1`)).headers.get('content-disposition')).toMatch(/^attachment;/);
      expect((await fetch(url.replace('Planning', 'Mining'))).status).toBe(403);
      expect((await fetch(signed(recorder.url, recorder.secret, { ...address, expires: 1_700_000_000 }))).status).toBe(
        410,
      );

      const file = join(recorder.directory, 'downloaded.mp4');
      writeFileSync(file, whole);
      const seen = await probe(file);
      expect(seen).toMatchObject({ video: 'h264', audio: 'aac', width: 1280, height: 720, frozen: 0 });
      expect(seen.volume).toBeGreaterThan(-40);

      // Told once more, it says the same, and the parts are gone.
      const stored = storage(recorder);
      await soon('the parts are gone', async () => (await stored.list(job.storageKey)).length === 0 || undefined);
      desk.finalised.length = 0;
      await desk.finalise(wholeOf(job));
      expect(await desk.outcome(job)).toEqual(ready);
      await desk.delete(job);
      expect(await stored.list(`${job.organisationId}/${job.recordingId}`)).toEqual([]);
      expect((await fetch(url)).status).toBe(404);
      stored.close();
    },
    PATIENCE_MS,
  );

  test(
    'a killed worker loses two seconds at most, and the file goes on with the next part',
    async () => {
      const { desk } = scene;
      const recorder = await start();
      const { workerId } = await desk.worker();
      const first = await scene.job();
      await desk.start(workerId, first);
      await captured(first, 5_000);
      const browsers = recorder.children();
      expect(browsers.length).toBeGreaterThan(0);
      await recorder.end('SIGKILL');
      const killedAt = Date.now();
      await soon('the browser ends with its worker', () => {
        const alive = new Set(RecorderProcess.processes(''));
        return browsers.every((pid) => !alive.has(pid)) || undefined;
      });

      desk.reports.length = 0;
      await recorder.startAgain();
      const lost = await desk.report(first, 'FAILED');
      expect(lost).toMatchObject({ workerId, cause: 'CAPTURE_FAILED' });
      const stored = storage(recorder);
      await soon('what was taken is stored', async () => {
        const ends = (await stored.list(first.storageKey)).flatMap(({ key }) => readSliceKey(key)?.endedAt ?? []);
        return killedAt - Math.max(0, ...ends) < 2_000 || undefined;
      });
      stored.close();

      const next = await desk.worker([workerId]);
      const second = await scene.job(first);
      await desk.start(next.workerId, second);
      await captured(second, 4_000);
      await desk.stop(next.workerId, second);
      await desk.report(second, 'STOPPED');
      await desk.finalise(wholeOf(first, second));
      const ready = (await desk.outcome(first)) as Ready;
      expect(ready.parts.map(({ part }) => part)).toEqual([1, 2]);
      const ofParts = ready.parts.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
      expect(Math.abs(ready.durationSeconds - ofParts)).toBeLessThan(0.5);

      const url = signed(recorder.url, recorder.secret, {
        recordingId: first.recordingId,
        key: ready.key,
        contentType: ready.contentType,
        fileName: 'a.mp4',
        expires: Math.floor(Date.now() / 1_000) + 60,
      });
      const file = join(recorder.directory, 'both.mp4');
      writeFileSync(file, Buffer.from(await (await fetch(url)).arrayBuffer()));
      const seen = await probe(file);
      expect(Math.abs(seen.seconds - ready.durationSeconds)).toBeLessThan(0.1);
      expect(seen.frozen).toBe(0);
      expect(seen.volume).toBeGreaterThan(-40);
    },
    PATIENCE_MS,
  );
});

test(
  'a worker whose lease is lost stops, and keeps what it has stored',
  async () => {
    const { desk } = scene;
    const recorder = (worker = await RecorderProcess.start(scene.nats));
    const { workerId } = await desk.worker();
    const job = await scene.job();
    await desk.start(workerId, job);
    await captured(job, 2_000);
    desk.goOn = ({ recordingId }) => recordingId !== job.recordingId;
    await soon('the browser is gone', () => recorder.children().length === 0 || undefined);
    await soon('there is room again', () =>
      desk.capacities.at(-1)?.workerId === workerId && desk.capacities.at(-1)?.free === 1 ? true : undefined,
    );
    expect(readdirSync(join(recorder.directory, 'recordings/objects', job.storageKey)).length).toBeGreaterThan(1);
  },
  PATIENCE_MS,
);

test(
  'a stage that is not let in, and one that does not open, fail with the cause, and no log names the credential',
  async () => {
    const { desk } = scene;
    worker = await RecorderProcess.start(scene.nats);
    const { workerId } = await desk.worker();
    const strange = await scene.job();
    await desk.start(workerId, { ...strange, stageUrl: scene.stage.url(scene.livekit.url, 'no token') });
    expect(await desk.report(strange, 'FAILED')).toMatchObject({ cause: 'STAGE_FAILED', startedAt: null, bytes: 0 });
    const nowhere = await scene.job();
    await soon('there is room again', () => (desk.capacities.at(-1)?.free === 1 ? true : undefined));
    await desk.start(workerId, { ...nowhere, stageUrl: 'http://127.0.0.1:9/stage/nowhere#secret-token' });
    expect(await desk.report(nowhere, 'FAILED')).toMatchObject({ cause: 'STAGE_FAILED' });
    expect(worker.said).not.toContain('secret-token');
  },
  PATIENCE_MS,
);

test(
  'a worker that is asked to end hands over: it takes nothing, stores what it has, says so and is gone',
  async () => {
    const { desk } = scene;
    worker = await RecorderProcess.start(scene.nats);
    const { workerId } = await desk.worker();
    const job = await scene.job();
    await desk.start(workerId, job);
    await captured(job, 2_000);
    const code = worker.end('SIGTERM');
    await soon('it takes nothing', () =>
      desk.capacities.findLast((one) => one.workerId === workerId && one.slots === 0),
    );
    const { bytes } = await desk.report(job, 'STOPPED');
    expect(bytes).toBeGreaterThan(0);
    expect(await code).toBe(0);
  },
  PATIENCE_MS,
);

test(
  'a worker that may finish lets a recording come to its own end',
  async () => {
    const { desk } = scene;
    worker = await RecorderProcess.start(scene.nats, { env: { RECORDER_FINISH_SECONDS: '120' } });
    const { workerId } = await desk.worker();
    const job = await scene.job();
    await desk.start(workerId, job);
    await captured(job, 1_000);
    const code = worker.end('SIGTERM');
    await captured(job, 5_000);
    await desk.stop(workerId, job);
    await desk.report(job, 'STOPPED');
    expect(await code).toBe(0);
  },
  PATIENCE_MS,
);

test(
  'without ffmpeg a recording is what was captured, and is said to be no more than that',
  async () => {
    const { desk } = scene;
    worker = await RecorderProcess.start(scene.nats, { env: { RECORDER_FFMPEG: 'none' } });
    const { workerId } = await desk.worker();
    const job = await scene.job();
    await desk.start(workerId, job);
    await captured(job, 3_000);
    await desk.stop(workerId, job);
    const { capturedMs } = await desk.report(job, 'STOPPED');
    await desk.finalise(wholeOf(job));
    const ready = (await desk.outcome(job)) as Ready;
    expect(ready).toMatchObject({ key: `${wholeOf(job).key}.webm`, contentType: 'video/webm', hasFfmpeg: false });
    expect(Math.abs(ready.durationSeconds - capturedMs / 1_000)).toBeLessThan(1.5);
    const file = join(worker.directory, 'recordings/objects', ready.key);
    expect(await probe(file)).toMatchObject({ video: 'h264', audio: 'opus', width: 1280, height: 720, frozen: 0 });
  },
  PATIENCE_MS,
);
