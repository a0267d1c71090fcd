import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { FactDelivery } from '@parley/bus';
import { contactRequestSent } from '@parley/contracts';
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
  async handle(@Payload() { id, payload }: FactDelivery): Promise<void> {
    const { organisationId, requestId, from, to, sentAt } = contactRequestSent.schema.parse(payload);
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      await this.inbox.tell(tx, to.userId, { kind: 'CONTACT_REQUEST_RECEIVED', requestId, from, sentAt });
    });
  }
}
