import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { describeFailure, StepFailure } from './failure.mjs';
import { Progress } from './progress.mjs';

afterEach(() => vi.useRealTimers());

test('says what runs, for how long, and what is still missing', async () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  const progress = new Progress(['packages', 'build', 'services'], { write: (line: string) => lines.push(line) });
  const step = progress.step('packages', 'npm ci', () => new Promise<void>((resolve) => setTimeout(resolve, 15_000)));
  await vi.advanceTimersByTimeAsync(15_000);
  await step;
  progress.close();
  expect(lines).toEqual([
    '[   0.0 s] packages: npm ci\n',
    '[  10.0 s] still missing: packages (10.0 s) · then build, services\n',
    '[  15.0 s] packages: ready (15.0 s)\n',
  ]);
});

test('a failure names the step, why, the log with its end, and the mend', () => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-log-'));
  const log = join(directory, 'build.log');
  writeFileSync(log, `${Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n')}\n`);
  const text = describeFailure(new StepFailure('build', 'it did not build', { log, mend: 'mend it' }));
  rmSync(directory, { recursive: true });
  expect(text).toContain('the step "build" failed\n  why   it did not build\n');
  expect(text).toContain(`  log   ${log}\n`);
  expect(text).toContain('        | line 39\n  mend  mend it\n');
  expect(text).not.toContain('line 20');
});
