import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { RECORDING_TIMES, type RecordingCause, type StartRecorder } from '@parley/contracts';
import type { Logger } from '@parley/telemetry';
import { Browsers } from '../browser/browsers.ts';
import type { Machine } from '../capacity/machine.ts';
import type { RecorderConfig } from '../config.ts';
import type { SliceStore } from '../slices/slice-store.ts';
import { CONFIG, MACHINE, SLICES } from '../tokens.ts';
import { WORKER_ID } from '../worker-id.ts';
import { Capture } from './capture.ts';
import { JobBook } from './job-book.ts';
import { Part } from './part.ts';
import { Reports } from './reports.ts';

interface Running {
  readonly part: Part;
  readonly capture: Capture;
  readonly over: Promise<void>;
}

const nameOf = ({ recordingId, part }: { recordingId: string; part: number }) => `${recordingId} ${part}`;

/** The parts that this worker records: taken while it has room, reported every second, ended when told. */
@Injectable()
export class Recordings implements OnApplicationBootstrap {
  private readonly running = new Map<string, Running>();
  private readonly listeners = new Set<() => void>();
  private isLeaving = false;
  private failedCount = 0;

  constructor(
    @Inject(CONFIG) private readonly config: RecorderConfig,
    @Inject(MACHINE) private readonly machine: Machine,
    @Inject(SLICES) private readonly slices: SliceStore,
    private readonly browsers: Browsers,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly book: JobBook,
    private readonly reports: Reports,
  ) {}

  get slots(): number {
    return this.isLeaving ? 0 : this.machine.slots;
  }

  get free(): number {
    return Math.max(0, this.slots - this.running.size);
  }

  /** Parts under way. */
  get busy(): number {
    return this.running.size;
  }

  /** Parts that ended by themselves, since the start. */
  get failed(): number {
    return this.failedCount;
  }

  /** Where the stage page is of a part that is recorded now; a part that only begins has the machine for itself. */
  get stageOrigin(): string | undefined {
    const [one] = [...this.running.values()].filter(({ part }) => part.state === 'RECORDING');
    return one && new URL(one.part.job.stageUrl).origin;
  }

  /** Calls whenever `slots`, `free` or `stageOrigin` may have changed. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** A worker before us was killed: whoever waits for it need not wait longer. */
  async onApplicationBootstrap(): Promise<void> {
    for (const job of await this.book.orphans()) {
      this.log.warn({ recordingId: job.recordingId, part: job.part }, 'a part of a worker that was killed');
      void this.reports.lost(job).then((isHeard) => (isHeard ? this.book.cross(job) : undefined));
    }
  }

  /** Takes a job, or the same once more; false: nothing is free. */
  async take(job: StartRecorder): Promise<boolean> {
    const name = nameOf(job);
    if (this.running.has(name)) return true;
    if (this.free === 0) return false;
    const part = new Part(job, this.slices, (changed) => this.hear(changed));
    const capture = new Capture(
      part,
      { browsers: this.browsers, videoBitsPerSecond: this.config.RECORDER_VIDEO_BITRATE },
      this.log,
    );
    this.running.set(name, { part, capture, over: this.run(part, capture) });
    this.changed();
    return true;
  }

  /** Ends a part; false: there is none. */
  stop(name: { recordingId: string; part: number }): boolean {
    const running = this.running.get(nameOf(name));
    void running?.capture.stop();
    return running !== undefined;
  }

  /** Takes nothing more; what runs has so long to end by itself, and is then ended and left to others. */
  async leave(finishMs: number): Promise<void> {
    this.isLeaving = true;
    this.browsers.drop();
    this.changed();
    const all = () => Promise.all([...this.running.values()].map(({ over }) => over));
    let timer: NodeJS.Timeout | undefined;
    const impatient = new Promise((resolve) => (timer = setTimeout(resolve, finishMs)));
    await Promise.race([all(), impatient]);
    clearTimeout(timer);
    for (const { capture } of this.running.values()) void capture.stop();
    await all();
  }

  private async run(part: Part, capture: Capture): Promise<void> {
    const { recordingId, part: number, storageKey } = part.job;
    let reporting: Promise<void> = Promise.resolve();
    let cause: RecordingCause | undefined;
    const timer = setInterval(() => void this.report(part, capture), RECORDING_TIMES.reportEveryMs);
    try {
      await this.note(part);
      void this.report(part, capture);
      this.log.info({ recordingId, part: number }, 'a part begins');
      cause = await capture.run();
      // Nothing is reported as stored before it is where it belongs.
      await this.slices.flush(storageKey);
    } finally {
      clearInterval(timer);
      part.end(cause);
      if (cause) this.failedCount += 1;
      this.running.delete(nameOf(part.job));
      this.changed();
      reporting = this.reports.last(part).then(async (isHeard) => {
        if (isHeard) await this.book.cross(part.job);
      });
    }
    this.log.info({ recordingId, part: number, state: part.state, bytes: part.told.bytes }, 'a part has ended');
    await reporting;
  }

  private async report(part: Part, capture: Capture): Promise<void> {
    if (part.isOver) return;
    const goOn = await this.reports.now(part);
    if (goOn || part.isOver) return;
    this.log.warn({ recordingId: part.job.recordingId, part: part.job.part }, 'the part is not ours any more');
    await capture.stop();
  }

  private hear(part: Part): void {
    if (part.state !== 'RECORDING') return;
    void this.note(part);
    void this.reports.now(part);
    this.changed();
  }

  private async note({ job, startedAt }: Part): Promise<void> {
    const { recordingId, part, storageKey } = job;
    await this.book
      .note({ recordingId, part, storageKey, workerId: WORKER_ID, startedAt })
      .catch((error: unknown) => this.log.warn({ err: error }, 'a job cannot be noted'));
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
