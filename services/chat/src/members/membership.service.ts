import { Inject, Injectable } from '@nestjs/common';
import type { ConversationId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { ConversationLog } from '../conversations/conversation-log.ts';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { MOST_MEMBERS, requireTitle, type Conversation } from '../conversations/conversation.ts';
import { InboxService } from '../inbox/inbox.service.ts';
import type { Author } from '../messages/message.ts';
import { PersonService } from '../people/person.service.ts';
import type { Person } from '../people/person.ts';
import { MembershipRepository, type Standing } from './membership.repository.ts';

const unknown = () => Refused.notFound('conversation', 'conversationId');
const authorOf = (person: Person): Author => ({ ...person, isGuest: false, isSystem: false });

/** Who a group holds and what it is called. Every change is an event of its log; what is so already changes nothing. */
@Injectable()
export class Membership {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly members: MembershipRepository,
    private readonly conversations: ConversationRepository,
    private readonly log: ConversationLog,
    private readonly people: PersonService,
    private readonly inbox: InboxService,
  ) {}

  /**
   * They read from here on. Any member adds; those who are in already are passed over.
   * @throws Refused BAD_USER_INPUT (nobody, too many), NOT_FOUND (the conversation, a person), FORBIDDEN (no group)
   */
  async add(caller: KnownCaller, id: ConversationId, userIds: readonly UserId[]): Promise<Conversation> {
    const ids = [...new Set(userIds)];
    if (ids.length === 0) throw Refused.badInput('Name at least one person.', 'userIds');
    if (ids.length >= MOST_MEMBERS) throw tooMany();
    const { by, people } = await this.as(caller, id, ids, 'userIds');
    return this.change(caller, id, async (tx) => {
      const present = await this.members.present(tx, id, ids);
      const newcomers = ids.filter((one) => !present.has(one)).map((one) => people.get(one) as Person);
      if (newcomers.length === 0) return;
      const [roster] = await this.members.rosters(tx, [id]);
      if ((roster?.memberCount ?? 0) + newcomers.length > MOST_MEMBERS) throw tooMany();
      const news = newcomers.map((one) => ({ kind: 'MEMBER_ADDED' as const, member: authorOf(one), by }));
      const first = await this.log.appendAll(tx, id, news);
      await this.members.enter(
        tx,
        id,
        newcomers.map(({ userId }) => userId),
        first,
      );
    });
  }

  /**
   * What is said from here on is not theirs. The manager removes the others.
   * @throws Refused BAD_USER_INPUT (oneself), NOT_FOUND (the conversation, somebody who was never in it), FORBIDDEN (not the
   *   manager, no group)
   */
  async remove(caller: KnownCaller, id: ConversationId, userId: UserId): Promise<Conversation> {
    if (userId === caller.userId) throw Refused.badInput('To go yourself, leave the conversation.', 'userId');
    const { by, people } = await this.as(caller, id, [userId], 'userId');
    return this.change(caller, id, async (tx) => {
      const [roster] = await this.members.rosters(tx, [id]);
      if (roster?.managerId !== caller.userId)
        throw new Refused('FORBIDDEN', 'Only whoever manages this group removes people.', { field: ['userId'] });
      const theirs = await this.members.standing(tx, id, userId, false);
      if (!theirs) throw Refused.notFound('person', 'userId');
      if (theirs.isIn) await this.end(tx, id, people.get(userId) as Person, by);
    });
  }

  /** One's own way out; a second time changes nothing. @throws Refused NOT_FOUND (one was never in it), FORBIDDEN (no group) */
  async leave(caller: KnownCaller, id: ConversationId): Promise<void> {
    const { organisationId, userId } = caller;
    const me = (await this.people.findByIds(organisationId, [userId])).get(userId);
    await this.unitOfWork.run(organisationId, async (tx) => {
      const standing = requireGroup(await this.members.standing(tx, id, userId, true));
      if (!me) throw unknown();
      if (standing.isIn) await this.end(tx, id, me, authorOf(me));
    });
  }

  /** Null: it is named by its members. @throws Refused BAD_USER_INPUT, NOT_FOUND, FORBIDDEN (no group) */
  async rename(caller: KnownCaller, id: ConversationId, wanted: string | null): Promise<Conversation> {
    const title = wanted === null ? null : requireTitle(wanted);
    const { by } = await this.as(caller, id, [], 'title');
    return this.change(caller, id, async (tx, standing) => {
      if (standing.title === title) return;
      await this.members.rename(tx, id, title);
      await this.log.append(tx, id, { kind: 'TITLE_CHANGED', title, by }, []);
    });
  }

  /** Who asks, and those they name: whether these exist is told to members alone. */
  private async as(
    { organisationId, userId }: KnownCaller,
    id: ConversationId,
    ids: readonly UserId[],
    field: string,
  ): Promise<{ by: Author; people: Map<UserId, Person> }> {
    const standing = await this.unitOfWork.run(organisationId, (tx) => this.members.standing(tx, id, userId, false));
    requireMember(requireGroup(standing));
    const people = await this.people.findByIds(organisationId, [...new Set([userId, ...ids])]);
    const me = people.get(userId);
    if (!me) throw unknown();
    if (ids.some((one) => !people.has(one))) throw Refused.notFound('person', field);
    return { by: authorOf(me), people };
  }

  /** Does `work` under the conversation's lock, as a member of the group; the conversation as it is then. */
  private change(
    { organisationId, userId }: KnownCaller,
    id: ConversationId,
    work: (tx: Transaction, standing: Standing) => Promise<void>,
  ): Promise<Conversation> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const standing = requireMember(requireGroup(await this.members.standing(tx, id, userId, true)));
      await work(tx, standing);
      return (await this.conversations.findByIds(tx, userId, [id]))[0] as Conversation;
    });
  }

  private async end(tx: Transaction, id: ConversationId, person: Person, by: Author): Promise<void> {
    const { userId } = person;
    const seq = await this.log.append(tx, id, { kind: 'MEMBER_REMOVED', member: authorOf(person), by }, [userId]);
    await this.members.leave(tx, id, userId, seq);
    await this.inbox.tellGone(tx, userId, id);
  }
}

function requireGroup(standing: Standing | undefined): Standing {
  if (!standing) throw unknown();
  if (standing.kind === 'group') return standing;
  if (!standing.isIn) throw unknown();
  throw new Refused('FORBIDDEN', 'Only a group can be changed so. Start one with these people.', {
    field: ['conversationId'],
  });
}

function requireMember(standing: Standing): Standing {
  if (!standing.isIn) throw unknown();
  return standing;
}

const tooMany = () => Refused.badInput(`A conversation holds at most ${MOST_MEMBERS} people.`, 'userIds');
