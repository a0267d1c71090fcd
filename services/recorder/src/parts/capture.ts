import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@parley/telemetry';
import type { RecordingCause } from '@parley/contracts';
import { STAGE, type StageBrowser } from '../browser/browser.ts';
import type { Browsers } from '../browser/browsers.ts';
import { captureTab, NAMES, stopCapture, takeTab } from '../browser/capture-script.ts';
import { endOfStage, isStageOpen } from '../browser/stage-signals.ts';
import type { Part } from './part.ts';

/** Milliseconds that the stage page may take until it is in the room. */
const OPEN_MS = 30_000;
/** Of the meeting in one slice: the most that a kill loses. */
const SLICE_MS = 1_000;
const KEY_FRAME_MS = 2_000;
/** Without a slice for this long the browser does not capture any more. */
const SILENCE_MS = 6_000;
/** The stage said that it is over; whoever ended the meeting tells us to stop in this time, or never. */
const ENDED_MS = 5_000;
const LOOK_MS = 500;
/** The browser has this long to hand over its last slice. */
const LAST_SLICE_MS = 4_000;

export interface CaptureOptions {
  readonly browsers: Browsers;
  readonly videoBitsPerSecond: number;
}

/** One browser that captures the stage for one part, from its start to its end. */
export class Capture {
  private readonly ended = Promise.withResolvers<RecordingCause | undefined>();
  private browser: StageBrowser | undefined;
  private isOver = false;
  private readonly takenAt = performance.now();

  constructor(
    private readonly part: Part,
    private readonly options: CaptureOptions,
    private readonly log: Logger,
  ) {}

  /** Runs until `stop`, or until it fails. Resolves when the browser is gone: with why it failed, or nothing. */
  async run(): Promise<RecordingCause | undefined> {
    void this.open().catch((error: unknown) => this.fail('STAGE_FAILED', error));
    const cause = await this.ended.promise;
    this.isOver = true;
    await this.browser?.close();
    return cause;
  }

  /** Ends it in good order: what was captured is handed over first. */
  async stop(): Promise<void> {
    this.isOver = true;
    const page = this.browser?.page;
    if (page && this.part.startedAt)
      await Promise.race([page.evaluate(stopCapture), sleep(LAST_SLICE_MS)]).catch(() => undefined);
    this.ended.resolve(undefined);
  }

  private async open(): Promise<void> {
    const browser = await this.options.browsers.take();
    this.browser = browser;
    if (this.isOver) return browser.close();
    browser.onGone(() => this.fail('CAPTURE_FAILED', 'the browser is gone'));
    await browser.offer(NAMES.slice, (base64 = '', endedAt = '') => this.take(base64, Number(endedAt)));
    await browser.offer(NAMES.fault, (words = '') => this.fail('CAPTURE_FAILED', words));
    const hadMs = this.clock();
    await browser.open(this.part.job.stageUrl, OPEN_MS);
    await browser.page.waitForFunction(isStageOpen, undefined, { timeout: OPEN_MS, polling: 50 });
    const end = await browser.page.evaluate(endOfStage);
    if (end) throw new Error(`the stage says: ${end}`);
    const inMs = this.clock();
    await this.begin(browser);
    const { recordingId, part } = this.part.job;
    if (this.part.startedAt)
      this.log.info({ recordingId, part, hadMs, inMs, beganMs: this.clock() }, 'a part is captured');
  }

  private async begin(browser: StageBrowser): Promise<void> {
    try {
      const { videoBitsPerSecond } = this.options;
      const options = { videoBitsPerSecond, sliceMs: SLICE_MS, keyFrameMs: KEY_FRAME_MS };
      await browser.page.evaluate(takeTab, STAGE);
      await browser.page.evaluate(captureTab, options);
      this.part.begun(Date.now());
    } catch (error) {
      return this.fail('CAPTURE_FAILED', error);
    }
    this.part.heardAt = performance.now();
    void this.watch(browser).catch((error: unknown) => this.fail('CAPTURE_FAILED', error));
  }

  /** Milliseconds since the part was taken. */
  private clock(): number {
    return Math.round(performance.now() - this.takenAt);
  }

  private async take(base64: string, endedAt: number): Promise<void> {
    try {
      await this.part.take(Buffer.from(base64, 'base64'), endedAt);
    } catch (error) {
      this.fail('STORAGE_FAILED', error);
    }
  }

  private async watch(browser: StageBrowser): Promise<void> {
    let endedAt: number | undefined;
    while (!this.isOver) {
      await sleep(LOOK_MS);
      if (this.isOver) return;
      if (performance.now() - this.part.heardAt > SILENCE_MS) return this.fail('CAPTURE_FAILED', 'no slices come');
      const end = await browser.page.evaluate(endOfStage);
      endedAt = end ? (endedAt ?? performance.now()) : undefined;
      if (endedAt !== undefined && performance.now() - endedAt > ENDED_MS)
        return this.fail('STAGE_FAILED', `the stage says: ${end ?? ''}`);
    }
  }

  private fail(cause: RecordingCause, why: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    const { recordingId, part } = this.part.job;
    this.log.warn({ recordingId, part, cause, why: why instanceof Error ? why.message : why }, 'a part has failed');
    this.ended.resolve(cause);
  }
}
