import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOwn, countPlaywright, countPrinted, countVitest } from './report.ts';

let file: string;
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'parley-report-')), 'report.json');
});
afterAll(() => rmSync(join(file, '..'), { recursive: true }));

test('Vitest’s report is counted', () => {
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }));
  expect(countVitest(file, 1)).toMatchObject({ passed: 5, failed: 1, skipped: 3 });
});

test('what failed is named with the first lines of what it said, and so is what passed at the second try only', () => {
  const failed = { fullName: 'adds up', status: 'failed', failureMessages: ['\u001b[31mexpected 2\u001b[0m\ngot 3'] };
  const flaky = { fullName: 'is told', status: 'passed', failureMessages: [`late\n${'at\n'.repeat(90)}`] };
  const sound = { fullName: 'is sound', status: 'passed', failureMessages: [] };
  const testResults = [
    { name: resolve('a.spec.ts'), status: 'failed', assertionResults: [failed, flaky, sound] },
    { name: resolve('b.spec.ts'), status: 'failed', message: 'no such module', assertionResults: [] },
  ];
  const counts = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 };
  writeFileSync(file, JSON.stringify({ ...counts, testResults }));
  const { again, troubles = [] } = countVitest(file, 1);
  expect(again).toBe(1);
  expect(troubles[0]).toBe('failed: a.spec.ts › adds up\n    expected 2\n    got 3');
  expect(troubles[1]).toMatch(/^at the second try only: a.spec.ts › is told\n {4}late/);
  expect(troubles[1]?.split('\n')).toHaveLength(13);
  expect(troubles[2]).toBe('failed: b.spec.ts\n    no such module');
  expect(troubles).toHaveLength(3);
});

test('a run that failed without a failed test is a failure', () => {
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }));
  expect(countVitest(file, 1)).toMatchObject({ passed: 5, failed: 1, skipped: 0 });
  expect(countVitest(`${file}.none`, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a journey that passed at the second try only is counted, and counted apart; one that failed twice is a failure', () => {
  writeFileSync(file, JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } }));
  expect(countPlaywright(file, 0)).toMatchObject({ passed: 4, failed: 0, skipped: 0, again: 1 });
  writeFileSync(file, JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } }));
  expect(countPlaywright(file, 1)).toMatchObject({ passed: 4, failed: 1, skipped: 0, again: 1 });
});

test('journeys that failed are named wherever they are nested', () => {
  const spec = (title: string, status: string, message?: string) => ({
    title,
    file: 'journeys/a.e2e.ts',
    tests: [{ status, results: [{ ...(message && { error: { message } }) }, {}] }],
  });
  const nested = { specs: [spec('inside', 'flaky', 'too late')] };
  const suites = [
    { specs: [spec('sound', 'expected'), spec('broken', 'unexpected', 'nobody came')], suites: [nested] },
  ];
  writeFileSync(file, JSON.stringify({ stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 }, suites }));
  expect(countPlaywright(file, 1).troubles).toEqual([
    'failed: journeys/a.e2e.ts › broken\n    nobody came',
    'at the second try only: journeys/a.e2e.ts › inside\n    too late',
  ]);
});

test('the counts that a tool of ours left are taken, and a crash is a failure', () => {
  writeFileSync(file, JSON.stringify({ passed: 9, failed: 0, skipped: 2 }));
  expect(countOwn(file, 0)).toEqual({ passed: 9, failed: 0, skipped: 2 });
  expect(countOwn(file, 1)).toEqual({ passed: 9, failed: 1, skipped: 2 });
  expect(countOwn(`${file}.none`, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the words of a Vitest inside another tool are counted', () => {
  const words = '\u001b[2m Test Files \u001b[22m 2 passed (2)\n      Tests  1 failed | 12 passed | 3 skipped (16)\n';
  expect(countPrinted(words, 1)).toMatchObject({ passed: 12, failed: 1, skipped: 3 });
  expect(countPrinted('it crashed', 1)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  expect(countPrinted(` FAIL  web a.spec.ts > adds up\n${words}`, 1).troubles).toEqual([
    'FAIL  web a.spec.ts > adds up',
  ]);
});
