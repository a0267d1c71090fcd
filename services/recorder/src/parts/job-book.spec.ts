import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobBook } from './job-book.ts';

let directory: string;
let book: JobBook;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-jobs-'));
  book = new JobBook(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const job = {
  recordingId: 'rec_0123456789abcdef0123456789abcdef',
  part: 2,
  storageKey: 'org_a/rec_a/part-2',
  workerId: 'worker-1',
  startedAt: null,
};
const rewrite = (change: object) => {
  const [name = ''] = readdirSync(directory);
  const noted = JSON.parse(readFileSync(join(directory, name), 'utf8')) as { process: object };
  writeFileSync(join(directory, name), JSON.stringify({ ...noted, process: { ...noted.process, ...change } }));
};

test('a job of a process that lives is nobody else’s', async () => {
  await book.note(job);
  expect(await book.orphans()).toEqual([]);
});

test('one of a process that is no more, or whose number is another’s now, is left behind', async () => {
  await book.note(job);
  rewrite({ started: '1' });
  expect(await book.orphans()).toMatchObject([job]);
  rewrite({ pid: 2 ** 22 + 1 });
  expect(await book.orphans()).toMatchObject([job]);
});

test('one of another machine is not ours to judge', async () => {
  await book.note(job);
  rewrite({ started: '1', host: 'elsewhere' });
  expect(await book.orphans()).toEqual([]);
});

test('a later word takes the place of the former, and what is crossed out is gone', async () => {
  await book.note(job);
  await book.note({ ...job, startedAt: '2026-01-01T00:00:00.000Z' });
  rewrite({ started: '1' });
  expect(await book.orphans()).toMatchObject([{ startedAt: '2026-01-01T00:00:00.000Z' }]);
  await book.cross(job);
  expect(await book.orphans()).toEqual([]);
});

test('half a note is none', async () => {
  writeFileSync(join(directory, 'rec_x.1.json'), '{"recordingId":');
  expect(await book.orphans()).toEqual([]);
});
