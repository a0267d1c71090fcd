import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { contactAdded, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from './inbox.service.ts';

/** Tells both people that they are contacts now. */
@Controller()
export class OnContactAdded {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern(contactAdded.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(contactAdded, delivery);
    const { organisationId, a, b } = payload;
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      // In the order of their ids, as every writer to several inboxes takes its locks.
      const [first, second] = a.userId < b.userId ? [a, b] : [b, a];
      await this.inbox.tell(tx, first.userId, { kind: 'CONTACT_ADDED', contact: second });
      await this.inbox.tell(tx, second.userId, { kind: 'CONTACT_ADDED', contact: first });
    });
  }
}
