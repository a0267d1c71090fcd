import { existsSync, readFileSync } from 'node:fs';

/** A step that could not be done: its name, why, where the log lies and what mends it. */
export class StepFailure extends Error {
  /**
   * @param {string} step name of the step, as the progress shows it
   * @param {string} why one sentence
   * @param {{ log?: string, mend?: string, exitCode?: number }} [more]
   */
  constructor(step, why, more = {}) {
    super(why);
    this.name = 'StepFailure';
    this.step = step;
    this.log = more.log;
    this.mend = more.mend;
    this.exitCode = more.exitCode ?? 1;
  }
}

/**
 * The text a person reads when a step failed.
 *
 * @param {unknown} error
 */
export function describeFailure(error) {
  if (!(error instanceof StepFailure)) {
    return `parley: an unexpected fault\n${error instanceof Error ? error.stack : String(error)}\n`;
  }
  const lines = [`parley: the step "${error.step}" failed`, `  why   ${error.message}`];
  const tail = error.log ? lastLines(error.log, 15) : [];
  if (error.log) lines.push(`  log   ${error.log}`);
  if (tail.length > 0) lines.push(...tail.map((line) => `        | ${line}`));
  if (error.mend) lines.push(`  mend  ${error.mend}`);
  return `${lines.join('\n')}\n`;
}

function lastLines(file, count) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
}
