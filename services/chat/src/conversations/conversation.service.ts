import { Inject, Injectable } from '@nestjs/common';
import { conversationStarted, type ConversationId, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork } from '@parley/persistence';
import { requireText, type Page } from '@parley/subgraph';
import { InboxService } from '../inbox/inbox.service.ts';
import { PersonService } from '../people/person.service.ts';
import type { Person } from '../people/person.ts';
import { ConversationRepository } from './conversation.repository.ts';
import { directKey, isMember, MOST_MEMBERS, type Conversation, type ReadableLog } from './conversation.ts';

/** Conversations: starting, finding, listing, and how far somebody has read. */
@Injectable()
export class ConversationService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationRepository,
    private readonly people: PersonService,
    private readonly inbox: InboxService,
  ) {}

  /**
   * One other person and no title: their one-to-one conversation, found or made. Otherwise a new group.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (a person who does not exist)
   */
  async start(caller: KnownCaller, memberIds: readonly UserId[], title: string | null): Promise<Conversation> {
    const others = [...new Set(memberIds)].filter((id) => id !== caller.userId);
    if (others.length === 0) throw Refused.badInput('Name at least one other person.', 'memberIds');
    if (others.length >= MOST_MEMBERS)
      throw Refused.badInput(`A conversation holds at most ${MOST_MEMBERS} people.`, 'memberIds');
    const cleanTitle = title === null ? null : requireText(title, { least: 1, most: 120 }, 'title');
    const known = await this.people.findByIds(caller.organisationId, others);
    if (known.size < others.length) throw Refused.notFound('person', 'memberIds');
    const isDirect = others.length === 1 && cleanTitle === null;
    const key = isDirect ? directKey(caller.userId, others[0] as UserId) : null;
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const made = {
        id: newId('conversation'),
        kind: isDirect ? ('direct' as const) : ('group' as const),
        title: cleanTitle,
        directKey: key,
      };
      const all = [caller.userId, ...others];
      if (await this.conversations.insert(tx, { ...made, createdBy: caller.userId, memberIds: all })) {
        tx.publish(conversationStarted, { organisationId: tx.organisationId, conversationId: made.id, memberIds: all });
        if (!isDirect) await this.inbox.tellMembers(tx, made.id);
      }
      const found = key ? (await this.conversations.findDirect(tx, caller.userId, [key])).get(key) : undefined;
      return found ?? ((await this.conversations.findByIds(tx, caller.userId, [made.id]))[0] as Conversation);
    });
  }

  findByIds(caller: KnownCaller, ids: readonly ConversationId[]): Promise<Conversation[]> {
    return this.unitOfWork.run(caller.organisationId, (tx) => this.conversations.findByIds(tx, caller.userId, ids));
  }

  /** The one-to-one conversations with these people, by person; absent where there is none. */
  async findDirect(caller: KnownCaller, others: readonly UserId[]): Promise<Map<UserId, Conversation>> {
    const keys = new Map(others.map((other) => [directKey(caller.userId, other), other]));
    const found = await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.conversations.findDirect(tx, caller.userId, [...keys.keys()]),
    );
    return new Map([...found].map(([key, conversation]) => [keys.get(key) as UserId, conversation]));
  }

  list(caller: KnownCaller, page: Page): Promise<Conversation[]> {
    return this.unitOfWork.run(caller.organisationId, (tx) => this.conversations.list(tx, caller.userId, page));
  }

  /** Up to `page.limit + 1` members; the conversation is one the caller was shown. */
  async members(conversation: Conversation, page: Page): Promise<Person[]> {
    const { organisationId, id } = conversation;
    const ids = await this.unitOfWork.run(organisationId, (tx) => this.conversations.members(tx, id, page));
    const people = await this.people.findByIds(organisationId, ids);
    return ids.map((userId) => people.get(userId) ?? { userId, displayName: '', avatarUrl: null });
  }

  /** @throws Refused NOT_FOUND for whoever is not in it today */
  async readableLog(organisationId: OrganisationId, userId: UserId, id: ConversationId): Promise<ReadableLog> {
    const log = await this.unitOfWork.run(organisationId, (tx) => this.conversations.readableLog(tx, userId, id));
    if (!log || !isMember(log.intervals)) throw Refused.notFound('conversation', 'conversationId');
    return log;
  }

  /** Marks everything up to `seq` as read, on all devices. @throws Refused NOT_FOUND, BAD_USER_INPUT */
  async markRead(caller: KnownCaller, id: ConversationId, seq: number): Promise<Conversation> {
    if (seq < 0) throw Refused.badInput('seq is 0 or more.', 'seq');
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const [before] = await this.conversations.findByIds(tx, caller.userId, [id]);
      if (!before) throw Refused.notFound('conversation', 'conversationId');
      await this.conversations.markRead(tx, caller.userId, id, seq);
      const [after] = await this.conversations.findByIds(tx, caller.userId, [id]);
      if (after && after.unreadCount !== before.unreadCount) await this.inbox.tellMembers(tx, id, caller.userId);
      return after as Conversation;
    });
  }
}
