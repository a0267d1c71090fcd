import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { TestS3 } from '@parley/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DiskStorage } from '../src/disk-storage.ts';
import { S3Storage } from '../src/s3-storage.ts';
import type { Storage } from '../src/storage.ts';

let directory: string;
let s3: TestS3;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'parley-storage-'));
  s3 = await TestS3.start();
}, 400_000);
afterAll(async () => {
  await s3?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const bytesOf = async (storage: Storage, key: string, range?: { first: number; last: number }) =>
  buffer(await storage.read(key, range));

describe.each([
  ['disk', () => new DiskStorage(join(directory, 'disk'))],
  ['S3', () => new S3Storage(s3.options)],
] as const)('what is stored on %s', (_name, open) => {
  let storage: Storage;
  beforeAll(() => {
    storage = open();
  });
  afterAll(() => storage?.close());

  test('comes back as it was put', async () => {
    const bytes = randomBytes(300_000);
    await storage.put('org_a/rec_a/1/00000001.slice', bytes);
    expect(await bytesOf(storage, 'org_a/rec_a/1/00000001.slice')).toEqual(bytes);
    expect(await storage.size('org_a/rec_a/1/00000001.slice')).toBe(bytes.length);
  });

  test('are replaced whole', async () => {
    await storage.put('org_a/rec_b/1', Buffer.from('the first, and longer'));
    await storage.put('org_a/rec_b/1', Buffer.from('the second'));
    expect((await bytesOf(storage, 'org_a/rec_b/1')).toString()).toBe('the second');
  });

  test('are read in parts', async () => {
    await storage.put('org_a/rec_c/1', Buffer.from('0123456789'));
    expect((await bytesOf(storage, 'org_a/rec_c/1', { first: 3, last: 5 })).toString()).toBe('345');
    expect((await bytesOf(storage, 'org_a/rec_c/1', { first: 9, last: 9 })).toString()).toBe('9');
  });

  test('are listed in order, and only those below', async () => {
    for (const name of ['d/2/b', 'd/10/a', 'd/2/a', 'dd/1/a'])
      await storage.put(`org_a/rec_${name}`, Buffer.from(name));
    expect(await storage.list('org_a/rec_d')).toEqual([
      { key: 'org_a/rec_d/10/a', bytes: 6 },
      { key: 'org_a/rec_d/2/a', bytes: 5 },
      { key: 'org_a/rec_d/2/b', bytes: 5 },
    ]);
    expect(await storage.list('org_a/nowhere')).toEqual([]);
  });

  test('that are not there have no size, and cannot be read', async () => {
    expect(await storage.size('org_a/nowhere')).toBeUndefined();
    await expect(bytesOf(storage, 'org_a/nowhere')).rejects.toThrow();
  });

  test('a large file is moved in, whole', async () => {
    const bytes = randomBytes(37 * 1024 * 1024 + 11);
    const path = join(directory, 'large.mp4');
    writeFileSync(path, bytes);
    await storage.putFile('org_a/rec_e/recording.mp4', path, 'video/mp4');
    expect(existsSync(path)).toBe(false);
    expect(await storage.size('org_a/rec_e/recording.mp4')).toBe(bytes.length);
    const seam = { first: 16 * 1024 * 1024 - 5, last: 16 * 1024 * 1024 + 5 };
    expect(await bytesOf(storage, 'org_a/rec_e/recording.mp4', seam)).toEqual(
      bytes.subarray(seam.first, seam.last + 1),
    );
  });

  test('are gone once removed, and nothing beside them', async () => {
    await storage.put('org_a/rec_f/1/a', Buffer.from('a'));
    await storage.put('org_a/rec_f/recording.mp4', Buffer.from('b'));
    await storage.put('org_a/rec_ff/1/a', Buffer.from('c'));
    await storage.removeAll('org_a/rec_f');
    await storage.removeAll('org_a/rec_f');
    expect(await storage.list('org_a/rec_f')).toEqual([]);
    expect(await storage.list('org_a/rec_ff')).toHaveLength(1);
  });
});

test('no key leads out of the directory', async () => {
  const storage = new DiskStorage(join(directory, 'disk'));
  await expect(storage.put('../beside', Buffer.from('x'))).rejects.toThrow(/leads out/);
  await expect(storage.read('org_a/../../beside')).rejects.toThrow(/leads out/);
  await expect(storage.removeAll('')).rejects.toThrow(/leads out/);
  expect(existsSync(join(directory, 'beside'))).toBe(false);
});

test('a request that S3 does not answer is tried again', async () => {
  const storage = new S3Storage(s3.options);
  await s3.kill();
  const stored = storage.put('org_a/rec_g/1', Buffer.from('in the end'));
  await s3.startAgain();
  await stored;
  expect((await bytesOf(storage, 'org_a/rec_g/1')).toString()).toBe('in the end');
  storage.close();
});
