import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readSliceKey } from '../src/slices/slice-key.ts';
import { DiskStorage } from '@parley/storage';
import { RecorderProcess } from './recorder-process.ts';
import { Scene, wholeOf } from './scene.ts';
import { soon } from './soon.ts';

const PATIENCE_MS = 180_000;
/** What may be missing of a meeting whose recorder is killed, in milliseconds. */
const PROMISED_MS = 5_000;

let scene: Scene;
const workers: RecorderProcess[] = [];
beforeAll(async () => {
  scene = await Scene.open();
}, PATIENCE_MS);
afterEach(async () => {
  for (const worker of workers.splice(0).reverse()) await worker.stop();
});
afterAll(() => scene?.close());

/** A worker, and what it is called; the second shares the disk of the first. */
async function another(): Promise<{ worker: RecorderProcess; workerId: string }> {
  const known = scene.desk.capacities.map(({ workerId }) => workerId);
  const worker = await RecorderProcess.start(scene.nats, { beside: workers[0] });
  workers.push(worker);
  return { worker, workerId: (await scene.desk.worker(known)).workerId };
}

test(
  'a worker with room has the page open when another is killed, and goes on before five seconds are missing',
  async () => {
    const { desk, stage } = scene;
    const [one, two] = [await another(), await another()];
    const first = await scene.job();
    await desk.start(one.workerId, first);
    await desk.report(first, 'RECORDING', ({ capturedMs }) => capturedMs >= 5_000);
    expect(desk.capacities.findLast(({ workerId }) => workerId === one.workerId)).toMatchObject({
      free: 0,
      stageOrigin: new URL(first.stageUrl).origin,
    });
    await soon('the other has the page open', () => stage.asked.includes('/waits') || undefined);
    const browsers = one.worker.children();
    const second = await scene.job(first);
    const loaded = [...stage.asked];

    const killedAt = Date.now();
    await one.worker.end('SIGKILL');
    const ended = soon('the browser ends with its worker', () => {
      const alive = new Set(RecorderProcess.processes(''));
      return browsers.some((pid) => alive.has(pid)) ? undefined : Date.now();
    });
    await desk.gone(one.workerId);
    const noticedAt = Date.now();
    expect(await desk.start(two.workerId, second)).toEqual({ workerId: two.workerId });
    const { startedAt } = await desk.report(second, 'RECORDING', ({ capturedMs }) => capturedMs >= 3_000);

    // The page was there: nothing was loaded for it.
    expect(stage.asked).toEqual(loaded);
    const stored = await new DiskStorage(join(one.worker.directory, 'recordings/objects')).list(first.storageKey);
    const lastMs = Math.max(...stored.map(({ key }) => readSliceKey(key)?.endedAt ?? 0));
    const began = Date.parse(startedAt ?? '');
    const figures = {
      missing: began - lastMs,
      lostBefore: killedAt - lastMs,
      noticed: noticedAt - killedAt,
      begun: began - noticedAt,
      browserEnded: (await ended) - killedAt,
    };
    process.stdout.write(`milliseconds of a takeover: ${JSON.stringify(figures)}\n`);
    expect(figures.missing).toBeLessThan(PROMISED_MS);

    await desk.stop(two.workerId, second);
    await desk.report(second, 'STOPPED');
    await desk.finalise(wholeOf(first, second));
    const ready = await desk.outcome(first);
    expect(ready).toMatchObject({ outcome: 'READY', parts: [{ part: 1 }, { part: 2 }] });
  },
  PATIENCE_MS,
);

test(
  'the page that is kept ready is replaced when it dies, and gone ten seconds after the last recording',
  async () => {
    const { desk, stage } = scene;
    stage.asked.length = 0;
    const [one, two] = [await another(), await another()];
    const job = await scene.job();
    await desk.start(one.workerId, job);
    await soon('the other has the page open', () => stage.asked.includes('/waits') || undefined);
    const [browser] = two.worker.children();
    stage.asked.length = 0;
    process.kill(browser ?? 0, 'SIGKILL');
    await soon('one that dies is replaced', () => stage.asked.includes('/waits') || undefined);
    expect(two.worker.children()).not.toEqual([]);
    await desk.stop(one.workerId, job);
    await desk.report(job, 'STOPPED');
    await soon('it is gone', () => two.worker.children().length === 0 || undefined);
  },
  PATIENCE_MS,
);
