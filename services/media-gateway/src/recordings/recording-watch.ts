import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { Logger } from '@parley/telemetry';
import { RecorderCapacities } from './recorder-capacity.ts';
import { Recorders } from './recorders.ts';
import { RecordingDirectoryRepository, type RecordingPlace } from './recording-directory.repository.ts';
import { RecordingKeeper } from './recording-keeper.service.ts';
import { RecordingRetention } from './recording-retention.ts';
import type { RecordingPart } from './recording.ts';

/** Milliseconds between looks while something is recorded, and while nothing is (another instance may have begun, and died). */
const [BUSY_MS, IDLE_MS] = [1_000, 5_000];
const PING_EVERY_MS = 250;
/** Pings in a row that nobody answers to: then the worker is gone. */
const GONE_AFTER = 2;
const RETENTION_EVERY_MS = 60_000;

interface Watched {
  place: RecordingPlace;
  part: RecordingPart;
  unanswered: number;
}

/**
 * Looks after every recording that is under way: at the start of the service, every second, and when kicked. Several
 * instances may: each step is taken under the meeting's lock. Pings the workers that record, so that one that died is replaced
 * long before its lease is over.
 */
@Injectable()
export class RecordingWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly watched = new Map<string, Watched>();
  private timer: NodeJS.Timeout | undefined;
  private pinging: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;
  private retainedAt = 0;
  /** Something is under way, as far as the last look saw. */
  private isBusy = false;

  constructor(
    private readonly directory: RecordingDirectoryRepository,
    private readonly keeper: RecordingKeeper,
    private readonly retention: RecordingRetention,
    private readonly recorders: Recorders,
    private readonly capacities: RecorderCapacities,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.pinging = setInterval(() => void this.ping(), PING_EVERY_MS);
    this.capacities.onRoom(() => {
      if (this.isBusy) this.kick();
    });
    this.kick();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    clearInterval(this.pinging);
    await this.running;
  }

  /** Looks now, once what is under way is over. */
  kick(): void {
    clearTimeout(this.timer);
    this.running = this.running.then(() => this.look());
  }

  private async look(): Promise<void> {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    try {
      const open = await this.directory.open();
      this.isBusy = open.length > 0;
      const keys = new Set<string>();
      await Promise.all(open.map(async (place) => (await this.advance(place)).forEach((key) => keys.add(key))));
      for (const key of this.watched.keys()) if (!keys.has(key)) this.watched.delete(key);
      await this.retain();
    } catch (error) {
      this.log.warn({ err: error }, 'recordings could not be looked after; trying again');
    }
    if (!this.isStopped) this.timer = setTimeout(() => this.kick(), this.isBusy ? BUSY_MS : IDLE_MS);
  }

  /** One recording that cannot be brought on does not keep the others back. */
  private async advance(place: RecordingPlace): Promise<string[]> {
    try {
      return (await this.keeper.advance(place)).map((part) => {
        const key = `${place.recordingId} ${part.part}`;
        const unanswered = this.watched.get(key)?.unanswered ?? 0;
        this.watched.set(key, { place, part, unanswered });
        return key;
      });
    } catch (error) {
      this.log.warn({ err: error, recordingId: place.recordingId }, 'a recording could not be looked after');
      return [];
    }
  }

  private async ping(): Promise<void> {
    await Promise.all(
      [...this.watched].map(async ([key, watched]) => {
        const isGone = await this.recorders.isGone(watched.part.workerId);
        watched.unanswered = isGone ? watched.unanswered + 1 : 0;
        if (watched.unanswered !== GONE_AFTER || this.isStopped) return;
        this.watched.delete(key);
        this.log.warn({ recordingId: watched.place.recordingId, part: watched.part.part }, 'a recorder is gone');
        await this.keeper.lose(watched.place, watched.part.part).catch((error: unknown) => {
          this.log.warn({ err: error }, 'a recorder that is gone could not be replaced; the next look does it');
        });
        this.kick();
      }),
    );
  }

  private async retain(): Promise<void> {
    if (Date.now() - this.retainedAt < RETENTION_EVERY_MS) return;
    this.retainedAt = Date.now();
    await this.retention.sweep();
  }
}
