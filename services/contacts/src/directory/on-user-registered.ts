import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userRegistered } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { DirectoryService } from './directory.service.ts';

/** Somebody signed up: the directory learns of it. */
@Controller()
export class OnUserRegistered {
  constructor(private readonly directory: DirectoryService) {}

  @EventPattern(userRegistered.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(userRegistered, delivery);
    await this.directory.learn(id, payload);
  }
}
