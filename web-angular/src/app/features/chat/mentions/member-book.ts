import { inject, Injectable, signal } from '@angular/core';
import { ConversationMembersDocument, ConversationMembersQuery } from '../../../graph/generated/acts/graphql';
import { Graph } from '../../../graph/graph';
import { Thread } from '../thread';

/** Somebody who can be called here. */
export type Callable = NonNullable<ConversationMembersQuery['conversation']>['members']['nodes'][number];

const PAGE = 100;
/** As many as a conversation holds. */
const MOST_PAGES = 10;

/** Who is in the thread around it, asked for when somebody is called. */
@Injectable()
export class MemberBook {
  readonly #graph = inject(Graph);
  readonly #thread = inject(Thread);
  readonly #all = signal<readonly Callable[]>([]);
  #isOf = '';

  /** Everybody but me. */
  readonly all = this.#all.asReadonly();

  /** Asks anew, once each time calling begins; what is known stays until the answer. */
  async load(): Promise<void> {
    const { conversationId: id, guestToken } = this.#thread.place;
    if (this.#isOf !== id) this.#all.set([]);
    this.#isOf = id;
    const found: Callable[] = [];
    let after: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const asked: Awaited<ReturnType<MemberBook['ask']>> = await this.ask(id, after, guestToken);
      if (!asked || id !== this.#isOf) return;
      found.push(...asked.nodes.filter(({ userId }) => userId !== this.#thread.myId()));
      this.#all.set([...found]);
      after = asked.pageInfo.hasNextPage ? (asked.pageInfo.endCursor ?? null) : null;
      if (!after) return;
    }
  }

  private async ask(id: string, after: string | null, guestToken: string | undefined) {
    const asked = { id, first: PAGE, after, ...(guestToken ? { guestToken } : {}) };
    // Without an answer nobody is offered: what is written stays what it is.
    const answer = await this.#graph.ask(ConversationMembersDocument, asked).catch(() => undefined);
    return answer?.conversation?.members;
  }
}
