import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userBlocked } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { BlockBook } from './block-book.ts';

/** Somebody blocks somebody: calls of theirs ring nowhere. */
@Controller()
export class OnUserBlocked {
  constructor(private readonly blocks: BlockBook) {}

  @EventPattern<string>(userBlocked.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(userBlocked, delivery);
    await this.blocks.set(id, payload, true);
  }
}
