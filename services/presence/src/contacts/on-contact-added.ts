import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { contactAdded, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { ContactBook } from './contact-book.ts';

/** Two people are contacts: they see each other. */
@Controller()
export class OnContactAdded {
  constructor(private readonly contacts: ContactBook) {}

  @EventPattern(contactAdded.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(contactAdded, delivery);
    await this.contacts.set(id, payload.organisationId, [payload.a.userId, payload.b.userId], true);
  }
}
