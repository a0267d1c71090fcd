import { Injectable } from '@nestjs/common';
import { LivePublisher } from '@parley/live';
import type { Transaction } from '@parley/persistence';
import { PresenceRepository, type Touched } from '../presences/presence.repository.ts';
import { valueOf } from '../presences/presence.ts';

/** Shows people as their devices say, and wakes who follows them. */
@Injectable()
export class PresenceWriter {
  constructor(
    private readonly presences: PresenceRepository,
    private readonly live: LivePublisher,
  ) {}

  /** In the transaction that changed the devices, behind the organisation's lock. */
  async show(tx: Transaction, touched: readonly Touched[]): Promise<void> {
    const changed = await this.presences.settle(tx, touched);
    if (changed.length > 0) tx.afterCommit(() => changed.forEach((one) => this.live.publishValue(valueOf(one))));
  }
}
