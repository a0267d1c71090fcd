import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { Logger } from '@parley/telemetry';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { SessionLimits } from '../meeting-sessions/session-limits.ts';
import { SessionSweeper } from '../meeting-sessions/session-sweeper.ts';
import { Cleaner } from './cleaner.ts';
import { TurnRepository } from './turn.repository.ts';

/** Milliseconds between two rounds. */
export const ROUND_MS = 15_000;
/** Milliseconds between two times that an instance forgets what nobody needs. */
const CLEAN_EVERY_MS = 3_600_000;

/** What time does to meetings, in rounds by one instance at a time. */
@Injectable()
export class Housekeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private cleanedAt = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly turn: TurnRepository,
    private readonly directory: MeetingDirectoryRepository,
    private readonly sessions: SessionSweeper,
    private readonly limits: SessionLimits,
    private readonly cleaner: Cleaner,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.round())
        .catch((error: unknown) => this.log.warn({ err: error }, 'housekeeping was interrupted; trying again'));
    }, ROUND_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One round; false when another instance is at it. */
  round(): Promise<boolean> {
    return this.turn.take(async () => {
      const organisations = await this.directory.organisations();
      for (const organisationId of organisations) {
        await this.limits.sweep(organisationId);
        await this.sessions.sweep(organisationId);
      }
      if (Date.now() - this.cleanedAt < CLEAN_EVERY_MS) return;
      for (const organisationId of organisations) await this.cleaner.clean(organisationId);
      this.cleanedAt = Date.now();
    });
  }
}
