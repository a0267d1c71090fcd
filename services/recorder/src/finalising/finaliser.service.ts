import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, Requests } from '@parley/bus';
import {
  RECORDING_TIMES,
  recordingFinalised,
  type FinaliseRecording,
  type RecordingCause,
  type RecordingFinalised,
} from '@parley/contracts';
import type { Logger } from '@parley/telemetry';
import type { Machine } from '../capacity/machine.ts';
import type { RecorderConfig } from '../config.ts';
import { Reports } from '../parts/reports.ts';
import type { SliceStore } from '../slices/slice-store.ts';
import { STORAGE } from '../storage/open-storage.ts';
import type { Storage } from '@parley/storage';
import { CONFIG, MACHINE, SLICES } from '../tokens.ts';
import { WORKER_ID } from '../worker-id.ts';
import { findCaptured } from './captured.ts';
import { Ffmpeg } from './ffmpeg.ts';
import { putTogether } from './put-together.ts';

/** At once: it is work for the disk, and takes 0.04 CPU-seconds a second of recording. */
const AT_ONCE = 2;
const AGAIN_MS = 1_000;
/** What a killed worker left in the spool is waited for so long. */
const SPOOL_MS = 60_000;

type Ready = Omit<Extract<RecordingFinalised, { outcome: 'READY' }>, 'workerId'>;

/** Makes one file of a recording's parts, and says so until it is heard. */
@Injectable()
export class Finaliser {
  private readonly running = new Map<string, Promise<void>>();
  private readonly ffmpeg: Ffmpeg | undefined;
  private isClosed = false;

  constructor(
    @Inject(CONFIG) private readonly config: RecorderConfig,
    @Inject(MACHINE) machine: Machine,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(SLICES) private readonly slices: SliceStore,
    @Inject(LOGGER) private readonly log: Logger,
    private readonly requests: Requests,
    private readonly reports: Reports,
  ) {
    this.ffmpeg = machine.ffmpeg ? new Ffmpeg(machine.ffmpeg) : undefined;
  }

  /** Takes it on, or knows that it is at it; false: enough is under way. */
  take(job: FinaliseRecording): boolean {
    if (this.running.has(job.recordingId)) return true;
    if (this.isClosed || this.running.size >= AT_ONCE) return false;
    const work = this.finalise(job)
      .catch((error: unknown) => this.log.error({ err: error, recordingId: job.recordingId }, 'finalising failed'))
      .finally(() => this.running.delete(job.recordingId));
    this.running.set(job.recordingId, work);
    return true;
  }

  /** Takes nothing more, and waits for what is under way. */
  async leave(): Promise<void> {
    this.isClosed = true;
    await Promise.all(this.running.values());
  }

  private async finalise(job: FinaliseRecording): Promise<void> {
    const last = Math.max(...job.parts.map(({ part }) => part));
    let isOurs = true;
    const tell = async () => {
      isOurs &&= await this.reports.finalising(job.recordingId, last);
    };
    const timer = setInterval(() => void tell(), RECORDING_TIMES.reportEveryMs);
    let outcome: Ready | { outcome: 'FAILED'; recordingId: Ready['recordingId']; cause: RecordingCause };
    try {
      await tell();
      outcome = (await this.done(job)) ?? (await this.make(job));
    } catch (error) {
      this.log.error({ err: error, recordingId: job.recordingId }, 'the parts could not be made into one file');
      outcome = { outcome: 'FAILED', recordingId: job.recordingId, cause: 'FINALISING_FAILED' };
    } finally {
      clearInterval(timer);
    }
    const isNoted = await this.untilHeard({ ...outcome, workerId: WORKER_ID }, () => isOurs);
    if (isNoted && outcome.outcome === 'READY')
      for (const { storageKey } of job.parts) await this.storage.removeAll(storageKey);
  }

  private async make(job: FinaliseRecording) {
    const { recordingId, parts, key } = job;
    const directory = join(this.config.RECORDINGS_DIR, 'work', randomUUID());
    await Promise.race([
      Promise.all(parts.map(({ storageKey }) => this.slices.flush(storageKey))),
      sleep(SPOOL_MS, undefined, { ref: false }),
    ]);
    try {
      const captured = (await Promise.all(parts.map((part) => findCaptured(this.storage, part)))).filter(
        (part) => part !== undefined,
      );
      const { storage, ffmpeg, log } = this;
      const whole = await putTogether(captured, { storage, ffmpeg, directory, log });
      if (!whole) return { outcome: 'FAILED', recordingId, cause: 'NOTHING_RECORDED' } as const;
      const { path, extension, ...facts } = whole;
      const ready: Ready = { outcome: 'READY', recordingId, key: `${key}.${extension}`, ...facts };
      await this.storage.putFile(ready.key, path, whole.contentType);
      await this.storage.put(`${key}.json`, Buffer.from(JSON.stringify(ready)));
      return ready;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }

  /** What came of it when it was done before. */
  private async done({ key, recordingId }: FinaliseRecording): Promise<Ready | undefined> {
    if ((await this.storage.size(`${key}.json`)) === undefined) return undefined;
    const ready = JSON.parse((await buffer(await this.storage.read(`${key}.json`))).toString()) as Ready;
    const isThere = (await this.storage.size(ready.key)) === ready.bytes;
    return isThere ? { ...ready, recordingId } : undefined;
  }

  private async untilHeard(told: RecordingFinalised, isOurs: () => boolean): Promise<boolean> {
    for (;;) {
      try {
        return (await this.requests.ask(recordingFinalised, told)).goOn;
      } catch {
        if (this.isClosed || !isOurs()) return false;
        await sleep(AGAIN_MS);
      }
    }
  }
}
