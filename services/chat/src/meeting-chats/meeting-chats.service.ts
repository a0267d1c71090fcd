import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import {
  readSessionPerson,
  type ConversationId,
  type MeetingSessionSnapshot,
  type OrganisationId,
  type SessionPerson,
  type UserId,
} from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { ConversationLog } from '../conversations/conversation-log.ts';
import type { MemberId } from '../conversations/member.ts';
import { guestIdOf } from './guest-id.ts';
import { MeetingChatRepository } from './meeting-chat.repository.ts';

/** Who asks, as the media-gateway knows them. */
export type Asker = { userId: UserId; guestTokenHash: null } | { userId: null; guestTokenHash: string };

export const memberIdOf = ({ userId, guestTokenHash }: Pick<SessionPerson, 'userId' | 'guestTokenHash'>): MemberId =>
  userId ?? guestIdOf(guestTokenHash ?? '');

/** The conversations of meetings' sessions, as the media-gateway's facts say; whom we miss there we ask for, once. */
@Injectable()
export class MeetingChats {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly chats: MeetingChatRepository,
    private readonly log: ConversationLog,
    private readonly requests: Requests,
  ) {}

  /** A session is called something else, or allows something else, or is over: then guests read no further. */
  async sessionChanged(tx: Transaction, session: MeetingSessionSnapshot): Promise<void> {
    const { hasEnded } = await this.chats.take(tx, session);
    const { conversationId: id, endedAt } = session;
    const guests = hasEnded ? await this.chats.guestsIn(tx, id) : [];
    if (guests.length === 0) return;
    const seq = await this.log.append(tx, id, { kind: 'SESSION_ENDED', endedAt }, guests);
    await this.chats.leave(tx, id, guests, seq);
  }

  async joined(tx: Transaction, session: MeetingSessionSnapshot, person: SessionPerson): Promise<void> {
    const { hasEnded } = await this.chats.take(tx, session);
    if (hasEnded && person.guestTokenHash !== null) return;
    await this.chats.enter(tx, session.conversationId, memberIdOf(person), person);
  }

  async roleChanged(tx: Transaction, session: MeetingSessionSnapshot, person: SessionPerson): Promise<void> {
    await this.chats.take(tx, session);
    await this.chats.note(tx, session.conversationId, memberIdOf(person), person);
  }

  /** What is said from here on is not theirs. A second time changes nothing. */
  async removed(tx: Transaction, session: MeetingSessionSnapshot, person: SessionPerson): Promise<void> {
    await this.chats.take(tx, session);
    const [id, memberId] = [session.conversationId, memberIdOf(person)];
    if (!(await this.chats.note(tx, id, memberId, person))) return;
    const { displayName, avatarUrl, guestTokenHash } = person;
    const member = { userId: memberId, displayName, avatarUrl, isGuest: guestTokenHash !== null, isSystem: false };
    const seq = await this.log.append(tx, id, { kind: 'MEMBER_REMOVED', member }, [memberId]);
    await this.chats.leave(tx, id, [memberId], seq);
  }

  /**
   * Where this person may read this conversation; undefined: nowhere, as far as the media-gateway knows too.
   * @param home the organisation of whoever has an account
   * @throws Refused UNAVAILABLE when it would have to be asked and does not answer
   */
  async placeFor(id: ConversationId, who: Asker, home?: OrganisationId): Promise<OrganisationId | undefined> {
    // Every step for every id, or the time it takes would tell what is there.
    const known = (await this.chats.organisationOf(id)) ?? home;
    if (known && (await this.unitOfWork.run(known, (tx) => this.chats.isIn(tx, id, memberIdOf(who))))) return known;
    const { found } = await this.requests.ask(readSessionPerson, { conversationId: id, ...who });
    if (!found) return undefined;
    const { session, person } = found;
    await this.unitOfWork.run(session.organisationId, (tx) => this.joined(tx, session, person));
    return session.organisationId;
  }
}
