import { Inject, Injectable } from '@nestjs/common';
import { topics, type ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { Pace } from '@parley/subgraph';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { ConversationWords } from '../conversations/conversation-words.ts';
import { PersonService } from '../people/person.service.ts';

/** What is told of one person in one conversation; more often changes nothing on anybody's screen. */
const OF_ONE = { most: 1, withinMs: 3_000 };

/** Who types just now: told to those who look, kept nowhere. */
@Injectable()
export class TypingService {
  private readonly pace = new Pace(OF_ONE);

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationRepository,
    private readonly people: PersonService,
    private readonly words: ConversationWords,
  ) {}

  /**
   * Tells the others that this person types. Within three seconds of the last time it does nothing.
   * @throws Refused NOT_FOUND (not in it today), FORBIDDEN (one may not write there)
   */
  async type({ organisationId, userId }: KnownCaller, id: ConversationId): Promise<void> {
    const [conversation] = await this.unitOfWork.run(organisationId, (tx) =>
      this.conversations.findByIds(tx, userId, [id]),
    );
    if (!conversation) throw Refused.notFound('conversation', 'conversationId');
    if (!conversation.mayWrite) throw new Refused('FORBIDDEN', 'You cannot write here now.');
    if (this.pace.take(`${id} ${userId}`) > 0) return;
    const { displayName = '' } = (await this.people.findByIds(organisationId, [userId])).get(userId) ?? {};
    const event = { __typename: 'Typing', userId, displayName };
    this.words.say(topics.conversation(id), conversation.lastSeq, event);
  }
}
