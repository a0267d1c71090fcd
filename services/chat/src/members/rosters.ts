import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '@parley/persistence';
import type { SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import type { Conversation } from '../conversations/conversation.ts';
import { MembershipRepository, type Roster } from './membership.repository.ts';

type Rosters = DataLoader<Conversation, Roster | undefined, string>;

/** Rosters of conversations that the caller was shown, those of one request in one statement. */
@Injectable()
export class RostersOf {
  private readonly byContext = new WeakMap<SubgraphContext, Rosters>();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly members: MembershipRepository,
  ) {}

  of(context: SubgraphContext, conversation: Conversation): Promise<Roster | undefined> {
    let loader = this.byContext.get(context);
    if (!loader) this.byContext.set(context, (loader = this.make()));
    return loader.load(conversation);
  }

  private make(): Rosters {
    const load = async (all: readonly Conversation[]) => {
      const found = new Map<string, Roster>();
      for (const [organisationId, some] of Map.groupBy(all, (one) => one.organisationId)) {
        const ids = some.map(({ id }) => id);
        const rosters = await this.unitOfWork.run(organisationId, (tx) => this.members.rosters(tx, ids));
        for (const roster of rosters) found.set(roster.conversationId, roster);
      }
      return all.map(({ id }) => found.get(id));
    };
    return new DataLoader(load, { cacheKeyFn: ({ id }) => id });
  }
}
