import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countOwn, countPlaywright, countPrinted, countVitest } from './report.ts';

let file: string;
beforeAll(() => {
  file = join(mkdtempSync(join(tmpdir(), 'parley-report-')), 'report.json');
});
afterAll(() => rmSync(join(file, '..'), { recursive: true }));

test('Vitest’s report is counted', () => {
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 }));
  expect(countVitest(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
});

test('a run that failed without a failed test is a failure', () => {
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }));
  expect(countVitest(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  expect(countVitest(`${file}.none`, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('a journey that passed at the second try only is counted, and counted apart; one that failed twice is a failure', () => {
  writeFileSync(file, JSON.stringify({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } }));
  expect(countPlaywright(file, 0)).toEqual({ passed: 4, failed: 0, skipped: 0, again: 1 });
  writeFileSync(file, JSON.stringify({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } }));
  expect(countPlaywright(file, 1)).toEqual({ passed: 4, failed: 1, skipped: 0, again: 1 });
});

test('the counts that a tool of ours left are taken, and a crash is a failure', () => {
  writeFileSync(file, JSON.stringify({ passed: 9, failed: 0, skipped: 2 }));
  expect(countOwn(file, 0)).toEqual({ passed: 9, failed: 0, skipped: 2 });
  expect(countOwn(file, 1)).toEqual({ passed: 9, failed: 1, skipped: 2 });
  expect(countOwn(`${file}.none`, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('the words of a Vitest inside another tool are counted', () => {
  const words = '\u001b[2m Test Files \u001b[22m 2 passed (2)\n      Tests  1 failed | 12 passed | 3 skipped (16)\n';
  expect(countPrinted(words, 1)).toEqual({ passed: 12, failed: 1, skipped: 3 });
  expect(countPrinted('it crashed', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
