import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { contactRequestWithdrawn, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from './inbox.service.ts';

/** Tells both people's devices to look again at their requests, unless one of them never knew of it. */
@Controller()
export class OnContactRequestWithdrawn {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern(contactRequestWithdrawn.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(contactRequestWithdrawn, delivery);
    const { organisationId, fromUserId, toUserId, wasSeen } = payload;
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      // In the order of their ids, as every writer to several inboxes takes its locks.
      for (const userId of [fromUserId, ...(wasSeen ? [toUserId] : [])].sort())
        await this.inbox.tell(tx, userId, { kind: 'ACCESS_CHANGED' });
    });
  }
}
