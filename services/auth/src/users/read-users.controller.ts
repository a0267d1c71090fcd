import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { readUsers } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UserService } from './user.service.ts';
import { snapshotOf } from './user.ts';

/** The bus' door to people: services that miss somebody in their projection ask here, once. */
@Controller()
export class ReadUsersController {
  constructor(private readonly users: UserService) {}

  @MessagePattern(readUsers.subject)
  @Internal()
  async read(@Payload() payload: unknown) {
    const { organisationId, userIds } = readUsers.question.parse(payload);
    const users = await this.users.findByIds(organisationId, userIds);
    return { users: users.map(snapshotOf) };
  }
}
