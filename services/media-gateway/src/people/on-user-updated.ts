import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userUpdated } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { PeopleService } from './people.service.ts';

/** Somebody changed their profile: learn their new name. */
@Controller()
export class OnUserUpdated {
  constructor(private readonly people: PeopleService) {}

  @EventPattern<string>(userUpdated.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    await this.people.project(readFact(userUpdated, delivery).payload);
  }
}
