import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { readContacts } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { ContactService } from './contact.service.ts';

/** The bus' door to who knows whom: presence asks here when its projection misses somebody. */
@Controller()
export class ReadContactsController {
  constructor(private readonly contacts: ContactService) {}

  @MessagePattern(readContacts.subject)
  @Internal()
  async read(@Payload() payload: unknown) {
    const { organisationId, userId } = readContacts.question.parse(payload);
    return { userIds: await this.contacts.idsOf(organisationId, userId) };
  }
}
