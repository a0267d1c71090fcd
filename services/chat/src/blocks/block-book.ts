import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readBlocks, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { InboxService } from '../inbox/inbox.service.ts';
import { BlockRepository, type KnownBlock } from './block.repository.ts';

/**
 * Who blocks whom: a projection of the facts of contacts. Who starts a one-to-one with somebody of whom nothing was heard is asked
 * about once; a message never waits for that.
 */
@Injectable()
export class BlockBook {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly blocks: BlockRepository,
    private readonly inbox: InboxService,
    private readonly requests: Requests,
  ) {}

  /** What a fact says, once. Whoever did it hears of it on all their devices; the other one does not. */
  async set(
    factId: string,
    fact: { organisationId: OrganisationId; userId: UserId; blockedUserId: UserId },
    isBlocked: boolean,
  ): Promise<void> {
    await this.unitOfWork.run(fact.organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('block-book', factId))) return;
      await this.blocks.set(tx, fact.userId, fact.blockedUserId, isBlocked);
      await this.inbox.tell(tx, fact.userId, { kind: 'ACCESS_CHANGED' });
    });
  }

  /**
   * Lets two people who do not block each other begin to talk.
   * @throws Refused NOT_FOUND, in the words for somebody who does not exist, when the other blocks the caller; FORBIDDEN when the caller
   *   blocks them; UNAVAILABLE when nothing was heard of the pair and contacts does not answer
   */
  async letTalk({ organisationId, userId }: KnownCaller, other: UserId): Promise<void> {
    const heard = await this.unitOfWork.run(organisationId, (tx) => this.blocks.find(tx, userId, other));
    const known = heard.length === 2 ? heard : await this.ask(organisationId, userId, other);
    const blocks = (owner: UserId) => known.some((one) => one.owner === owner && one.isBlocked);
    if (blocks(userId))
      throw new Refused('FORBIDDEN', 'You have blocked them. Unblock them to write.', { field: ['memberIds'] });
    if (blocks(other)) throw Refused.notFound('person', 'memberIds');
  }

  private async ask(organisationId: OrganisationId, userId: UserId, other: UserId): Promise<KnownBlock[]> {
    const { by, whom } = await this.requests.ask(readBlocks, { organisationId, userId, otherUserIds: [other] });
    return this.unitOfWork.run(organisationId, async (tx) => {
      const answer = [
        { owner: userId, isBlocked: whom.includes(other) },
        { owner: other, isBlocked: by.includes(other) },
      ];
      await this.blocks.learn(tx, [userId, other], answer);
      return this.blocks.find(tx, userId, other);
    });
  }
}
