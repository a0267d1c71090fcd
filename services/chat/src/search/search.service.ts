import { Inject, Injectable } from '@nestjs/common';
import type { ConversationId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { MessageRepository } from '../messages/message.repository.ts';
import type { Message } from '../messages/message.ts';
import { MessageWordRepository } from './message-word.repository.ts';
import { requireSearchText } from './search-text.ts';

/** Searching in what one may read. */
@Injectable()
export class SearchService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly words: MessageWordRepository,
    private readonly messages: MessageRepository,
  ) {}

  /**
   * @param within only in this conversation; one that the caller has not been in holds nothing for them
   * @returns at most one more than the page holds, the newest first
   * @throws Refused BAD_USER_INPUT
   */
  async search(
    { organisationId, userId }: KnownCaller,
    said: string,
    within: ConversationId | undefined,
    page: Page,
  ): Promise<Message[]> {
    const text = requireSearchText(said);
    return this.unitOfWork.run(organisationId, async (tx) => {
      const words = await this.words.wordsOf(tx, text);
      const ids = await this.words.find(tx, userId, words, within, page);
      const found = await this.messages.findByIds(tx, userId, ids);
      return found.toSorted((a, b) => (a.id < b.id ? 1 : -1));
    });
  }
}
