import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { FactDelivery } from '@parley/bus';
import { userRegistered } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { DirectoryService } from './directory.service.ts';

/** Somebody signed up: the directory learns of it. */
@Controller()
export class OnUserRegistered {
  constructor(private readonly directory: DirectoryService) {}

  @EventPattern<string>(userRegistered.subject)
  @Internal()
  async handle(@Payload() fact: FactDelivery): Promise<void> {
    await this.directory.learn(fact.id, userRegistered.schema.parse(fact.payload));
  }
}
