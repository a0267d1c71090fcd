import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { missedGathered, type OrganisationId, type UserId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import type { ChatConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';
import { isQuiet } from '../notifications/quiet-hours.ts';
import { PushRepository } from '../push/push.repository.ts';
import { MissedRepository } from './missed.repository.ts';
import { MOST_TOLD } from './missed.ts';
import { StopLinks } from './stop-links.ts';

/** Milliseconds between two looks for people who have missed something for long enough. */
const LOOK_MS = 5_000;
const HOUR_MS = 3_600_000;

/**
 * Tells, some time after, of what somebody has still not seen: all of it at once, not in their quiet hours, at most once an hour. Who
 * sends mails (media-gateway) hears it as a fact, published in the transaction that marks it as told.
 */
@Injectable()
export class MissedTeller implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isLooking = false;
  private forgottenAt = 0;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly missed: MissedRepository,
    private readonly pushes: PushRepository,
    private readonly links: StopLinks,
    @Inject(CONFIG) private readonly config: Pick<ChatConfig, 'MISSED_MAIL_SECONDS'>,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      if (this.isLooking) return;
      this.isLooking = true;
      this.running = this.look()
        .catch((error: unknown) =>
          this.log.warn({ err: error }, 'what was missed could not be looked at; trying again'),
        )
        .finally(() => (this.isLooking = false));
    }, LOOK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async look(): Promise<void> {
    const forgets = Date.now() - this.forgottenAt > HOUR_MS;
    if (forgets) this.forgottenAt = Date.now();
    for (const organisationId of await this.pushes.organisations()) {
      const people = await this.unitOfWork.run(organisationId, async (tx) => {
        if (forgets) await this.missed.forgetOld(tx);
        return this.missed.due(tx, this.config.MISSED_MAIL_SECONDS);
      });
      for (const userId of people) await this.tell(organisationId, userId);
    }
  }

  private tell(organisationId: OrganisationId, userId: UserId): Promise<void> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await this.missed.seize(tx, userId))) return;
      const { wantsMail, quiet, isToldLately } = await this.missed.wish(tx, userId);
      const rows = await this.missed.waiting(tx, userId);
      const open = rows.filter(({ isOver }) => wantsMail && !isOver);
      await this.missed.settle(
        tx,
        userId,
        rows.filter((row) => !open.includes(row)),
        false,
      );
      // It waits: what is read until then is not told.
      if (open.length === 0 || isToldLately || (quiet && isQuiet(quiet, new Date()))) return;
      await this.missed.settle(tx, userId, open, true);
      const told = open
        .slice(0, MOST_TOLD)
        .map(({ kind, from, title, conversationId }) => ({ kind, from, title, conversationId }));
      const stopPath = this.links.to({ organisationId, userId });
      tx.publish(missedGathered, { organisationId, userId, missed: told, count: open.length, stopPath });
    });
  }
}
