import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { callRinging, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from '../inbox/inbox.service.ts';
import { Notifier } from '../push/notifier.ts';
import { noticeOf } from './call-notice.ts';

/** Tells the devices of whoever is called. A fact that comes after its time rings nowhere. */
@Controller()
export class OnCallRinging {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
    private readonly notifier: Notifier,
  ) {}

  @EventPattern(callRinging.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(callRinging, delivery);
    const { organisationId, userIds, expiresAt } = payload;
    if (new Date(expiresAt) <= new Date()) return;
    const call = noticeOf(payload.call, 'RINGING', expiresAt);
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      // In the order of their ids, as every writer to several inboxes takes its locks.
      for (const userId of userIds.toSorted()) await this.inbox.tell(tx, userId, { kind: 'CALL_RINGING', call });
      await this.notifier.rings(tx, call, userIds, new Date(expiresAt));
    });
  }
}
