import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, sessionRevoked } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { PushSubscriptionRepository } from './push-subscription.repository.ts';

/** Somebody signed out, or was: nothing more is told to that browser, and what waited for it is dropped. */
@Controller()
export class OnSessionRevoked {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly subscriptions: PushSubscriptionRepository,
  ) {}

  @EventPattern(sessionRevoked.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { organisationId, sessionId } = readFact(sessionRevoked, delivery).payload;
    await this.unitOfWork.run(organisationId, (tx) => this.subscriptions.removeOfSession(tx, sessionId));
  }
}
