import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { isQuiet } from '../notifications/quiet-hours.ts';
import { payloadOf } from './push-payload.ts';
import { PushSender } from './push-sender.ts';
import { PushSubscriptionRepository } from './push-subscription.repository.ts';
import { PushRepository } from './push.repository.ts';
import type { DuePush, PushOutcome } from './push.ts';
import { ServerKey } from './server-key.ts';

/** Milliseconds between two looks for pushes that are due: those of a crash, and those to be tried again. */
const LOOK_MS = 5_000;
const HOUR_MS = 3_600_000;
/** Batches on their way at once: a push service that does not answer keeps nobody's call from ringing. */
const MOST_BATCHES = 8;

/**
 * Sends what was stored, after COMMIT: at least once, under an id that stays. A browser that has gone is forgotten; what its push service
 * cannot take now is tried again, ever later, for as long as it is news.
 */
@Injectable()
export class PushOffice implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private readonly running = new Set<Promise<void>>();
  private isClosing = false;
  private forgottenAt = 0;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly pushes: PushRepository,
    private readonly subscriptions: PushSubscriptionRepository,
    private readonly sender: PushSender,
    private readonly key: ServerKey,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.key.publicKey) return;
    const look = () =>
      this.soon(async () => {
        const forgets = Date.now() - this.forgottenAt > HOUR_MS;
        if (forgets) this.forgottenAt = Date.now();
        for (const organisationId of await this.pushes.organisations()) {
          if (forgets) await this.unitOfWork.run(organisationId, (tx) => this.pushes.forgetOld(tx));
          await this.sendDue(organisationId);
        }
      });
    look();
    this.timer = setInterval(look, LOOK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.timer);
    await Promise.all(this.running);
  }

  /** Something was stored that is to go out once the transaction is committed. */
  wake(tx: Transaction): void {
    tx.afterCommit(() => this.soon(() => this.sendDue(tx.organisationId)));
  }

  private async sendDue(organisationId: OrganisationId): Promise<void> {
    while (!this.isClosing) {
      const taken = await this.unitOfWork.run(organisationId, (tx) => this.pushes.take(tx));
      if (taken.length === 0) return;
      await Promise.all(taken.map((push) => this.send(organisationId, push)));
    }
  }

  private async send(organisationId: OrganisationId, push: DuePush): Promise<void> {
    const outcome = await this.attempt(push);
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (outcome.kind === 'gone') return this.subscriptions.removeGone(tx, push.subscriptionId);
      if (outcome.kind !== 'failed') return this.pushes.settle(tx, push);
      const isOver = await this.pushes.postpone(tx, push, outcome.retryAfterSeconds ?? 0);
      if (isOver) this.log.warn({ attempts: push.attempts, cause: outcome.cause }, 'a push was given up');
    });
    // Neither where it went nor what it said.
    if (outcome.kind === 'refused') this.log.warn({ kind: push.kind, cause: outcome.cause }, 'a push was refused');
  }

  private async attempt(push: DuePush): Promise<PushOutcome> {
    // Whoever subscribed with a key that is another one by now is asked by their page to do it again.
    if (push.serverKey !== this.key.publicKey) return { kind: 'gone', cause: 'of another key' };
    const now = new Date();
    const isHeldBack = push.isStale || push.isNotToDisturb || (push.quiet && isQuiet(push.quiet, now));
    const payload = isHeldBack ? undefined : payloadOf(push);
    const ttlSeconds = Math.floor((push.expiresAt.getTime() - now.getTime()) / 1_000);
    if (!payload || ttlSeconds <= 0) return { kind: 'delivered' };
    const isUrgent = push.kind === 'CALL' || push.kind === 'CALL_SETTLED';
    return this.sender.send(push.target, payload, {
      ttlSeconds,
      urgency: isUrgent ? 'high' : 'normal',
      topic: payload.tag,
    });
  }

  /** Whatever is due then and finds no room is found by the next look, or by who is under way. */
  private soon(work: () => Promise<void>): void {
    if (this.isClosing || this.running.size >= MOST_BATCHES) return;
    const running = work()
      .catch((error: unknown) => this.log.warn({ err: error }, 'pushes could not be looked at; trying again'))
      .finally(() => this.running.delete(running));
    this.running.add(running);
  }
}
