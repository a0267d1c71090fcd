import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { reportRecording, type RecordingReport } from '@parley/contracts';
import { readSliceKey } from '../slices/slice-key.ts';
import { STORAGE } from '../storage/open-storage.ts';
import type { Storage } from '@parley/storage';
import { WORKER_ID } from '../worker-id.ts';
import type { Job } from './job-book.ts';
import type { Part } from './part.ts';

/** Milliseconds between tries of a report that must be heard; those that come every second are not repeated. */
const AGAIN_MS = 1_000;

type Told = Omit<RecordingReport, 'workerId' | 'at'>;

/** What the media-gateway is told, and what it answers: whether the work is still ours. */
@Injectable()
export class Reports {
  private isClosed = false;

  constructor(
    private readonly requests: Requests,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  /** How a part stands. False: it is not ours any more. While nobody answers it goes on: media does not need the bus (G6). */
  now(part: Part): Promise<boolean> {
    return this.tell(part.told).catch(() => true);
  }

  /** The end of a part: told until it is heard. False: this process ends before. */
  last(part: Part): Promise<boolean> {
    return this.untilHeard(part.told, WORKER_ID);
  }

  /** A worker was killed: what it had stored stays, told in its name. */
  async lost(job: Job): Promise<boolean> {
    const objects = await this.storage.list(job.storageKey).catch(() => []);
    const ends = objects.flatMap(({ key }) => readSliceKey(key)?.endedAt ?? []);
    const began = job.startedAt === null ? undefined : Date.parse(job.startedAt);
    const capturedMs = began === undefined ? 0 : Math.max(0, Math.max(began, ...ends) - began);
    const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
    const { recordingId, part, startedAt, workerId } = job;
    const told = { recordingId, part, state: 'FAILED', cause: 'CAPTURE_FAILED', bytes, capturedMs, startedAt };
    return this.untilHeard(told as Told, workerId);
  }

  /** That a recording is being finalised. False: it is not ours any more. */
  finalising(recordingId: string, part: number): Promise<boolean> {
    const told = { recordingId, part, state: 'FINALISING', bytes: 0, capturedMs: 0, startedAt: null };
    return this.tell(told as Told).catch(() => true);
  }

  /** Nothing is repeated any more. */
  close(): void {
    this.isClosed = true;
  }

  private async untilHeard(told: Told, workerId: string): Promise<boolean> {
    for (;;) {
      const isHeard = await this.tell(told, workerId).then(
        () => true,
        () => false,
      );
      if (isHeard || this.isClosed) return isHeard;
      await sleep(AGAIN_MS);
    }
  }

  private async tell(told: Told, workerId: string = WORKER_ID): Promise<boolean> {
    const { goOn } = await this.requests.ask(reportRecording, { ...told, workerId, at: new Date().toISOString() });
    return goOn;
  }
}
