import { Inject, Injectable } from '@nestjs/common';
import { conversationStarted, parseId, type ConversationId, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { BlockBook } from '../blocks/block-book.ts';
import { InboxService } from '../inbox/inbox.service.ts';
import { PersonService } from '../people/person.service.ts';
import { ConversationRepository, type MemberRow } from './conversation.repository.ts';
import type { MemberId, Reader } from './member.ts';
import {
  directKey,
  isMember,
  MOST_MEMBERS,
  requireTitle,
  type Conversation,
  type ReadableLog,
} from './conversation.ts';

/** Somebody who is in a conversation. */
export interface Member {
  userId: MemberId;
  displayName: string;
  avatarUrl: string | null;
  isGuest: boolean;
}

/** Conversations: starting, finding, listing. */
@Injectable()
export class ConversationService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly conversations: ConversationRepository,
    private readonly people: PersonService,
    private readonly blocks: BlockBook,
    private readonly inbox: InboxService,
  ) {}

  /**
   * One other person and no title: their one-to-one conversation, found or made. Otherwise a new group.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (a person who does not exist, or who blocks the caller), FORBIDDEN (the caller blocks them)
   */
  async start(caller: KnownCaller, memberIds: readonly UserId[], title: string | null): Promise<Conversation> {
    const others = [...new Set(memberIds)].filter((id) => id !== caller.userId);
    if (others.length === 0) throw Refused.badInput('Name at least one other person.', 'memberIds');
    if (others.length >= MOST_MEMBERS)
      throw Refused.badInput(`A conversation holds at most ${MOST_MEMBERS} people.`, 'memberIds');
    const cleanTitle = title === null ? null : requireTitle(title);
    const known = await this.people.findByIds(caller.organisationId, others);
    if (known.size < others.length) throw Refused.notFound('person', 'memberIds');
    const isDirect = others.length === 1 && cleanTitle === null;
    const key = isDirect ? directKey(caller.userId, others[0] as UserId) : null;
    if (isDirect) {
      const other = others[0] as UserId;
      const there = (await this.findDirect(caller, [other])).get(other);
      if (there) return there;
      await this.blocks.letTalk(caller, other);
    }
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
        if (!isDirect) this.inbox.tellMembers(tx, made.id);
      }
      const found = key ? (await this.conversations.findDirect(tx, caller.userId, [key])).get(key) : undefined;
      return found ?? ((await this.conversations.findByIds(tx, caller.userId, [made.id]))[0] as Conversation);
    });
  }

  /** The one-to-one conversation of two people, found or made. */
  async direct(tx: Transaction, from: UserId, to: UserId): Promise<ConversationId> {
    const [id, key] = [newId('conversation'), directKey(from, to)];
    const memberIds = [from, to];
    const made = { id, kind: 'direct' as const, title: null, directKey: key, createdBy: from, memberIds };
    if (await this.conversations.insert(tx, made)) {
      tx.publish(conversationStarted, { organisationId: tx.organisationId, conversationId: id, memberIds });
      return id;
    }
    const found = (await this.conversations.findDirect(tx, from, [key])).get(key);
    if (!found) throw new Error('a one-to-one conversation is there and cannot be read');
    return found.id;
  }

  findByIds({ organisationId, memberId }: Reader, ids: readonly ConversationId[]): Promise<Conversation[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.conversations.findByIds(tx, memberId, ids));
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
  async members(conversation: Conversation, page: Page): Promise<Member[]> {
    const { organisationId, id } = conversation;
    return this.named(
      organisationId,
      await this.unitOfWork.run(organisationId, (tx) => this.conversations.members(tx, id, page)),
    );
  }

  /** Members with their names, in the same order. */
  async named(organisationId: OrganisationId, rows: readonly MemberRow[]): Promise<Member[]> {
    const ids = rows.flatMap(({ memberId, ownName }) => (ownName === null ? (parseId('user', memberId) ?? []) : []));
    const people = await this.people.findByIds(organisationId, ids);
    return rows.map(({ memberId, isGuest, ownName }) => {
      const person = people.get(memberId as UserId) ?? { displayName: ownName ?? '', avatarUrl: null };
      return { ...person, userId: memberId, isGuest };
    });
  }

  /** @throws Refused NOT_FOUND for whoever is not in it today */
  async readableLog({ organisationId, memberId }: Reader, id: ConversationId): Promise<ReadableLog> {
    const log = await this.unitOfWork.run(organisationId, (tx) => this.conversations.readableLog(tx, memberId, id));
    if (!log || !isMember(log.intervals)) throw Refused.notFound('conversation', 'conversationId');
    return log;
  }
}
