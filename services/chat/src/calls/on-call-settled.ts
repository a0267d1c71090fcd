import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { callSettled, readFact, type PayloadOf } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from '../inbox/inbox.service.ts';
import { Notifier } from '../push/notifier.ts';
import { CallLines } from './call-lines.ts';
import { noticeOf } from './call-notice.ts';

/** Tells the devices of those concerned that a call stands elsewhere, and then says it in their conversations. */
@Controller()
export class OnCallSettled {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxService,
    private readonly lines: CallLines,
    private readonly notifier: Notifier,
  ) {}

  @EventPattern(callSettled.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(callSettled, delivery);
    await this.tell(id, payload);
    const { organisationId, call, lines } = payload;
    if (lines.length === 0) return;
    // Apart from the inboxes: devices stop ringing at once, and no lock of an inbox is held while a conversation's is taken.
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('calls', id))) return;
      for (const line of lines) await this.lines.say(tx, call, line);
    });
  }

  private async tell(id: string, { organisationId, call, told }: PayloadOf<typeof callSettled>): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('inbox', id))) return;
      // In the order of their ids, as every writer to several inboxes takes its locks.
      for (const { userId, state } of told.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))) {
        const notice = noticeOf(call, state);
        await this.inbox.tell(tx, userId, { kind: 'CALL_SETTLED', call: notice });
        await this.notifier.settled(tx, notice, userId);
      }
    });
  }
}
