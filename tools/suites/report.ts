import { existsSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Count } from './suite.ts';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

/**
 * Counts a run by the report its runner left. A run that failed without a failed test (a file that does not load, a
 * report that is not there) counts as one failure, so that nothing broken adds up to green.
 */
export function countVitest(file: string, code: number): Count {
  const report = read<VitestReport>(file);
  if (!report) return broken(code);
  const skipped = report.numPendingTests + report.numTodoTests;
  return honest({ passed: report.numPassedTests, failed: report.numFailedTests, skipped }, code);
}

/** As countVitest, for Playwright's report. What passed at the second try only is counted besides, so that it is seen. */
export function countPlaywright(file: string, code: number): Count {
  const report = read<PlaywrightReport>(file);
  if (!report) return broken(code);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return honest({ passed: expected + flaky, failed: unexpected, skipped, again: flaky }, code);
}

/** As countVitest, from the counts that a tool of ours left. */
export function countOwn(file: string, code: number): Count {
  const report = read<Count>(file);
  return report ? honest(report, code) : broken(code);
}

/** As countVitest, from the text that a Vitest inside another tool printed. */
export function countPrinted(output: string, code: number): Count {
  const plain = stripVTControlCharacters(output);
  const line = plain.split('\n').findLast((text) => /^\s*Tests\s/.test(text)) ?? '';
  const of = (word: string) => Number(new RegExp(`(\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return honest({ passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo') }, code);
}

function honest(count: Count, code: number): Count {
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

function broken(code: number): Count {
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

function read<T>(file: string): T | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
