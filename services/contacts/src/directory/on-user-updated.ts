import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { FactDelivery } from '@parley/bus';
import { userUpdated } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { DirectoryService } from './directory.service.ts';

/** Somebody changed their profile: the directory learns of it. */
@Controller()
export class OnUserUpdated {
  constructor(private readonly directory: DirectoryService) {}

  @EventPattern<string>(userUpdated.subject)
  @Internal()
  async handle(@Payload() fact: FactDelivery): Promise<void> {
    await this.directory.learn(fact.id, userUpdated.schema.parse(fact.payload));
  }
}
