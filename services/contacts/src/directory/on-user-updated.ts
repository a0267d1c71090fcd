import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userUpdated } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { DirectoryService } from './directory.service.ts';

/** Somebody changed their profile: the directory learns of it. */
@Controller()
export class OnUserUpdated {
  constructor(private readonly directory: DirectoryService) {}

  @EventPattern(userUpdated.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(userUpdated, delivery);
    await this.directory.learn(id, payload);
  }
}
