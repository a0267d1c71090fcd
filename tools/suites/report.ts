import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Count } from './suite.ts';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults?: { name: string; status: string; message?: string; assertionResults: VitestResult[] }[];
}

interface VitestResult {
  fullName: string;
  status: string;
  failureMessages?: string[] | null;
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  suites?: PlaywrightSuite[];
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs: { title: string; file: string; tests: { status: string; results: { error?: { message?: string } }[] }[] }[];
}

/** Of what a failure says, as many lines as tell what was expected and what came; the whole stands in the suite's own output. */
const LINES_OF_A_FAILURE = 12;

/**
 * Counts a run by the report its runner left. A run that failed without a failed test (a file that does not load, a
 * report that is not there) counts as one failure, so that nothing broken adds up to green. What passed at the second try only is counted besides, so that
 * it is seen.
 */
export function countVitest(file: string, code: number): Count {
  const report = read<VitestReport>(file);
  if (!report) return broken(code);
  const skipped = report.numPendingTests + report.numTodoTests;
  const troubles: string[] = [];
  let again = 0;
  for (const { name: path, status, message, assertionResults } of report.testResults ?? []) {
    const name = relative(process.cwd(), path);
    const troubled = assertionResults.filter(({ failureMessages }) => failureMessages?.length);
    if (status === 'failed' && troubled.length === 0) troubles.push(trouble('failed', name, message));
    for (const result of troubled) {
      const isPassed = result.status === 'passed';
      if (isPassed) again += 1;
      troubles.push(trouble(isPassed ? AGAIN : 'failed', `${name} › ${result.fullName}`, result.failureMessages?.[0]));
    }
  }
  return honest({ passed: report.numPassedTests, failed: report.numFailedTests, skipped, again, troubles }, code);
}

/** As countVitest, for Playwright's report. */
export function countPlaywright(file: string, code: number): Count {
  const report = read<PlaywrightReport>(file);
  if (!report) return broken(code);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const troubles = (report.suites ?? []).flatMap(troublesIn);
  return honest({ passed: expected + flaky, failed: unexpected, skipped, again: flaky, troubles }, code);
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
  const troubles = plain
    .split('\n')
    .filter((text) => /^\s*FAIL\s/.test(text))
    .map((text) => text.trim());
  return honest({ passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo'), troubles }, code);
}

const AGAIN = 'at the second try only';

function troublesIn({ specs, suites = [] }: PlaywrightSuite): string[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const { error } = results.find((result) => result.error) ?? {};
        return trouble(status === 'flaky' ? AGAIN : 'failed', `${file} › ${title}`, error?.message);
      }),
  );
  return [...own, ...suites.flatMap(troublesIn)];
}

function trouble(how: string, where: string, message = ''): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, LINES_OF_A_FAILURE);
  return [`${how}: ${where}`, ...lines.map((line) => `    ${line}`)].join('\n').trimEnd();
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
