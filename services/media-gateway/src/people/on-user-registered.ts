import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userRegistered } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { PeopleService } from './people.service.ts';

/** Somebody signed up: learn their name. */
@Controller()
export class OnUserRegistered {
  constructor(private readonly people: PeopleService) {}

  @EventPattern<string>(userRegistered.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    await this.people.project(readFact(userRegistered, delivery).payload);
  }
}
