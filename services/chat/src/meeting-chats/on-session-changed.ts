import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, sessionChanged } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { MeetingChats } from './meeting-chats.service.ts';

/** A meeting's session is called something else, allows something else, or is over. */
@Controller()
export class OnSessionChanged {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly chats: MeetingChats,
  ) {}

  @EventPattern(sessionChanged.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(sessionChanged, delivery);
    await this.unitOfWork.run(payload.session.organisationId, async (tx) => {
      if (await tx.isFirstDelivery('meeting-chats', id)) await this.chats.sessionChanged(tx, payload.session);
    });
  }
}
