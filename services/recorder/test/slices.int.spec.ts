import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestS3 } from '@parley/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sliceKey } from '../src/slices/slice-key.ts';
import { spooledStore } from '../src/slices/slice-store.ts';
import { DiskStorage } from '@parley/storage';
import { S3Storage } from '@parley/storage/s3';

let directory: string;
let s3: TestS3;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-spool-'));
  s3 = await TestS3.start();
}, 400_000);
afterAll(async () => {
  await s3?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const keyOf = (storageKey: string, seq: number) => sliceKey({ storageKey, seq, endedAt: 1_764_000_000_000 + seq });

test('slices reach S3, and leave the disk', async () => {
  const [spool, storage] = [new DiskStorage(join(directory, 'a')), new S3Storage(s3.options)];
  const slices = await spooledStore(spool, storage, () => undefined);
  for (let seq = 1; seq <= 20; seq += 1) await slices.put(keyOf('org_a/rec_a/1', seq), Buffer.from(`slice ${seq}`));
  await slices.flush('org_a/rec_a/1');
  expect((await storage.list('org_a/rec_a/1')).map(({ key }) => key)).toEqual(
    Array.from({ length: 20 }, (_, index) => keyOf('org_a/rec_a/1', index + 1)),
  );
  expect(await spool.listAll()).toEqual([]);
  await slices.close();
  storage.close();
});

test('what was taken while S3 was away outlives a killed worker, and is sent by the next', async () => {
  const spool = new DiskStorage(join(directory, 'b'));
  await s3.kill();
  const failures: unknown[] = [];
  const gone = await spooledStore(spool, new S3Storage(s3.options), (error) => failures.push(error));
  for (let seq = 1; seq <= 3; seq += 1) await gone.put(keyOf('org_a/rec_b/1', seq), Buffer.from(`slice ${seq}`));
  expect(gone.backlog).toBe(3);
  while (failures.length === 0) await sleep(20);
  await gone.close();
  expect(await spool.listAll()).toHaveLength(3);

  await s3.startAgain();
  const storage = new S3Storage(s3.options);
  const next = await spooledStore(spool, storage, () => undefined);
  await next.flush('org_a/rec_b/1');
  expect(await storage.list('org_a/rec_b/1')).toHaveLength(3);
  expect(await spool.listAll()).toEqual([]);
  await next.close();
  storage.close();
});

test('what was deleted is not sent any more', async () => {
  const [spool, storage] = [new DiskStorage(join(directory, 'c')), new S3Storage(s3.options)];
  await s3.kill();
  const slices = await spooledStore(spool, storage, () => undefined);
  for (let seq = 1; seq <= 9; seq += 1) await slices.put(keyOf('org_a/rec_c/1', seq), Buffer.from('x'));
  await slices.forget('org_a/rec_c');
  await s3.startAgain();
  await slices.flush('org_a/rec_c');
  expect(await spool.listAll()).toEqual([]);
  await storage.removeAll('org_a/rec_c');
  expect(await storage.list('org_a/rec_c')).toEqual([]);
  await slices.close();
  storage.close();
}, 60_000);
