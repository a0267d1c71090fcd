import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { contactRequestSent, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from './inbox.service.ts';

/** Puts a contact request into the inbox of whoever was asked. */
@Controller()
export class OnContactRequestSent {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern(contactRequestSent.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(contactRequestSent, delivery);
    const { organisationId, requestId, from, to, sentAt } = payload;
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      await this.inbox.tell(tx, to.userId, { kind: 'CONTACT_REQUEST_RECEIVED', requestId, from, sentAt });
    });
  }
}
