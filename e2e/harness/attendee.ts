import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account } from './account.ts';

const PROGRAM = join(import.meta.dirname, 'attendee-process.ts');

/** From when to when somebody really was in, in milliseconds since 1970; the end is open while they are. */
export interface Span {
  readonly from: number;
  to: number | undefined;
}

/** Somebody who attends a meeting and keeps the truth about it: when they came, when they went, by their own clock. */
export class Attendee {
  readonly spans: Span[] = [];
  #process: ChildProcess | undefined;
  #isOut: Promise<unknown> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly account: Account,
    private readonly code: string,
    private readonly livekit: string,
  ) {}

  get isIn(): boolean {
    return this.spans.at(-1)?.to === undefined && this.spans.length > 0;
  }

  /** Joins as a client does that was there before: under the same nonce, again and again until it works. */
  async enter(withinMs = 30_000): Promise<void> {
    const begun = Date.now();
    while (Date.now() - begun < withinMs) {
      const token = await this.#token().catch(() => undefined);
      if (token && (await this.#connect(token))) return;
      await sleep(250);
    }
    throw new Error(`${this.name} did not get in`);
  }

  /** Goes, and says so. */
  async leave(): Promise<void> {
    this.#process?.kill('SIGTERM');
    await this.#isOut;
  }

  /** Is gone from one moment to the next, and nobody is told. */
  async vanish(): Promise<void> {
    this.#process?.kill('SIGKILL');
    await this.#isOut;
  }

  /** The media server is gone from one moment to the next: nobody is in any more, whatever their clients believe. */
  async lost(at: number): Promise<void> {
    this.#close(at);
    await this.vanish();
  }

  /** Whether they were in then. */
  wasIn(at: number): boolean {
    return this.spans.some(({ from, to }) => from <= at && (to === undefined || at < to));
  }

  async #token(): Promise<string | undefined> {
    const { admission } = await this.account.mutate<{ admission: { token?: string } | null }>(
      'joinMeeting',
      'JoinMeetingInput',
      { code: this.code, clientNonce: this.name },
      'admission { ... on Admitted { token } }',
    );
    return admission?.token;
  }

  async #connect(token: string): Promise<boolean> {
    const child = spawn(process.execPath, [PROGRAM, this.livekit, token], { stdio: ['ignore', 'pipe', 'ignore'] });
    const isOut = once(child, 'exit');
    // LiveKit's client writes its log to the same place.
    const lines = createInterface(child.stdout);
    const isIn = await Promise.race([
      new Promise<boolean>((done) => lines.on('line', (line) => line === 'in' && done(true))),
      isOut.then(() => false),
    ]);
    if (!isIn) return false;
    this.#process = child;
    this.spans.push({ from: Date.now(), to: undefined });
    lines.on('line', (line) => {
      if (line === 'out') this.#close(Date.now());
    });
    this.#isOut = isOut.then(() => this.#close(Date.now()));
    return true;
  }

  #close(at: number): void {
    const last = this.spans.at(-1);
    if (last) last.to ??= at;
  }
}
