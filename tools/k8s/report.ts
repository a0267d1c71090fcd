import { writeFileSync } from 'node:fs';

/** How many checks there were of each kind, as `npm test` adds them up. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Tells of each check in a line as soon as it is done, its problems below it, and counts. */
export class Report {
  readonly counts: Counts = { passed: 0, failed: 0, skipped: 0 };
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.#write = write;
  }

  /** @param about the overlay; seen what was found, in a few words */
  ok(about: string, check: string, seen = ''): void {
    this.counts.passed += 1;
    this.#line('ok', about, check, seen);
  }

  /** @param problems one line each */
  bad(about: string, check: string, problems: string[]): void {
    this.counts.failed += 1;
    this.#line('bad', about, check, '');
    for (const problem of problems) this.#write(`       ${problem}\n`);
  }

  skip(about: string, check: string, why: string): void {
    this.counts.skipped += 1;
    this.#line('–', about, check, why);
  }

  /** Says something that is no check. */
  say(about: string, words: string): void {
    this.#write(`     ${about}: ${words}\n`);
  }

  /** Leaves the counts for who asked for them. */
  save(file: string): void {
    writeFileSync(file, JSON.stringify(this.counts));
  }

  #line(mark: string, about: string, check: string, words: string): void {
    this.#write(`${mark.padEnd(4)} ${about}: ${check}${words ? ` – ${words}` : ''}\n`);
  }
}
