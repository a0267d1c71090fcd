import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, sessionPersonChanged } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { MeetingChats } from './meeting-chats.service.ts';

/** Somebody came into a session, is something else in it, or was put out: so it is in its conversation. */
@Controller()
export class OnSessionPersonChanged {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly chats: MeetingChats,
  ) {}

  @EventPattern(sessionPersonChanged.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(sessionPersonChanged, delivery);
    const { session, person, change } = payload;
    await this.unitOfWork.run(session.organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('meeting-chats', id))) return;
      if (change === 'JOINED') await this.chats.joined(tx, session, person);
      if (change === 'ROLE_CHANGED') await this.chats.roleChanged(tx, session, person);
      if (change === 'REMOVED') await this.chats.removed(tx, session, person);
    });
  }
}
