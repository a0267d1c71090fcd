import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { contactRemoved, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { ContactBook } from './contact-book.ts';

/** Two people are contacts no longer: they do not see each other. */
@Controller()
export class OnContactRemoved {
  constructor(private readonly contacts: ContactBook) {}

  @EventPattern(contactRemoved.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(contactRemoved, delivery);
    await this.contacts.set(id, payload.organisationId, [payload.userId, payload.otherUserId], false);
  }
}
