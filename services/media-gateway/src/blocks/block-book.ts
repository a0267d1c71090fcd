import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readBlocks, type OrganisationId, type UserId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { BlockRepository } from './block.repository.ts';

/** Who blocks whom: a projection of the facts of contacts, which is asked once about a pair of whom nothing was heard. */
@Injectable()
export class BlockBook {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly blocks: BlockRepository,
    private readonly requests: Requests,
  ) {}

  /** What a fact says, once. */
  async set(
    factId: string,
    fact: { organisationId: OrganisationId; userId: UserId; blockedUserId: UserId },
    isBlocked: boolean,
  ): Promise<void> {
    await this.unitOfWork.run(fact.organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('block-book', factId))) return;
      await this.blocks.set(tx, fact.userId, fact.blockedUserId, isBlocked);
    });
  }

  /** Learns what is not known yet between this person and these. @throws Refused UNAVAILABLE when contacts does not answer */
  async learn(organisationId: OrganisationId, userId: UserId, others: readonly UserId[]): Promise<void> {
    const known = await this.unitOfWork.run(organisationId, (tx) => this.blocks.between(tx, userId, others));
    const missing = others.filter((id) => known.filter(({ owner, other }) => owner === id || other === id).length < 2);
    if (missing.length === 0) return;
    const { by, whom } = await this.requests.ask(readBlocks, { organisationId, userId, otherUserIds: missing });
    const learnt = missing.flatMap((other) => [
      { owner: userId, other, isBlocked: whom.includes(other) },
      { owner: other, other: userId, isBlocked: by.includes(other) },
    ]);
    await this.unitOfWork.run(organisationId, (tx) => this.blocks.learn(tx, learnt));
  }

  /** Of these, whoever blocks this person, and whom this person blocks, as far as is known. */
  async between(
    tx: Transaction,
    userId: UserId,
    others: readonly UserId[],
  ): Promise<{ by: Set<UserId>; whom: Set<UserId> }> {
    const known = (await this.blocks.between(tx, userId, others)).filter(({ isBlocked }) => isBlocked);
    return {
      by: new Set(known.filter(({ other }) => other === userId).map(({ owner }) => owner)),
      whom: new Set(known.filter(({ owner }) => owner === userId).map(({ other }) => other)),
    };
  }
}
