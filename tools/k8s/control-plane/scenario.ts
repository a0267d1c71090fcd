import type { Finding } from '../finding.ts';
import type { Shape, Stage } from './stage.ts';

/** One thing that is proven of an overlay on a real control plane. They run in order, each on what the last one left. */
export interface Scenario {
  name: string;
  /** The shape of an installation it is for; absent: every one. */
  shape?: Shape;
  /** @returns what was seen, in one sentence with its numbers. @throws Disproof, or any error when it could not be tried */
  run(stage: Stage): Promise<string>;
}

/** What was to be proven is not so. */
export class Disproof extends Error {
  readonly findings: Finding[];
  /** @param problems sentences, or findings with the file and line of what is at fault */
  constructor(problems: (string | Finding)[]) {
    super(problems.filter((problem) => typeof problem === 'string').join('; '));
    this.findings = problems.filter((problem) => typeof problem !== 'string');
  }
}

/** @throws Disproof when there are problems */
export function prove(problems: (string | Finding)[]): void {
  if (problems.length > 0) throw new Disproof(problems);
}
