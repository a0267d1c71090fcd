import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { lobbyWaiting, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from './inbox.service.ts';

/** Tells a meeting's hosts and co-hosts, wherever they are, that another number of people waits. */
@Controller()
export class OnLobbyWaiting {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
  ) {}

  @EventPattern(lobbyWaiting.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(lobbyWaiting, delivery);
    const { organisationId, userIds, meeting } = payload;
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      // In the order of their ids, as every writer to several inboxes takes its locks.
      for (const userId of userIds.toSorted()) await this.inbox.tell(tx, userId, { kind: 'MEETING_CHANGED', meeting });
    });
  }
}
