import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { messagesSent, readFact, type MessageId, type OrganisationId } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { Previews } from '../previews/previews.service.ts';
import { Notifier } from '../push/notifier.ts';
import { MessageWordRepository } from '../search/message-word.repository.ts';
import { BY_KEY } from './message-writer.ts';

/** Makes messages searchable, has browsers told of them and their links looked at. A repetition adds nothing: what is pushed is known by its message. */
@Controller()
export class OnMessagesSent {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly words: MessageWordRepository,
    private readonly notifier: Notifier,
    private readonly previews: Previews,
  ) {}

  @EventPattern(messagesSent.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { organisationId, messages } = readFact(messagesSent, delivery).payload;
    const ids = messages.map(({ messageId }) => messageId);
    await this.hear(organisationId, ids).catch((error: unknown) => this.hearApart(organisationId, ids, error));
  }

  private hear(organisationId: OrganisationId, ids: readonly MessageId[]): Promise<void> {
    const hear = async (tx: Transaction) => {
      await this.notifier.said(tx, ids);
      await this.words.take(tx, ids);
      for (const id of ids) this.previews.said(tx, id);
    };
    return this.unitOfWork.run(organisationId, hear, BY_KEY);
  }

  /** One that cannot be heard keeps none of the others from it. @throws what it threw, or `cause` where it was alone */
  private async hearApart(organisationId: OrganisationId, ids: readonly MessageId[], cause: unknown): Promise<void> {
    if (ids.length === 1) throw cause;
    const failures: unknown[] = [];
    for (const id of ids) await this.hear(organisationId, [id]).catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  }
}
