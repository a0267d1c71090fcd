import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userUnblocked } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { BlockBook } from './block-book.ts';

/** Somebody blocks somebody no longer: calls of theirs ring again. */
@Controller()
export class OnUserUnblocked {
  constructor(private readonly blocks: BlockBook) {}

  @EventPattern<string>(userUnblocked.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(userUnblocked, delivery);
    await this.blocks.set(id, payload, false);
  }
}
