import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { contactRemoved, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from './inbox.service.ts';

/** Tells both people that what they may see has changed: each other's presence is theirs no more. */
@Controller()
export class OnContactRemoved {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern(contactRemoved.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(contactRemoved, delivery);
    await this.unitOfWork.run(payload.organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      for (const userId of [payload.userId, payload.otherUserId].sort())
        await this.inbox.tell(tx, userId, { kind: 'ACCESS_CHANGED' });
    });
  }
}
