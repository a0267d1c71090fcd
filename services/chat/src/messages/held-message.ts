import { Inject, Injectable } from '@nestjs/common';
import type { ConversationId, MessageId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { MemberId } from '../conversations/member.ts';
import { Readers } from '../meeting-chats/readers.ts';
import { PersonService } from '../people/person.service.ts';
import { MessageRepository } from './message.repository.ts';
import type { Author, Message } from './message.ts';
import { SendingRepository, type Sender } from './sending.repository.ts';

/** Which message, and as whom. */
export interface MessagePlace {
  messageId: MessageId;
  /** Where it stands; found by itself for members of the organisation. */
  conversationId?: ConversationId | undefined;
  guestToken?: string | null | undefined;
}

/** A message that somebody does something to, and what they are to its conversation. */
export interface Held {
  tx: Transaction;
  message: Message;
  memberId: MemberId;
  member: Sender;
  /** As they are called now. */
  me: Author;
}

const unknown = () => Refused.notFound('message', 'messageId');

/** Holds the conversation of a message while a member who may read the message does something to it. */
@Injectable()
export class HeldMessage {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly messages: MessageRepository,
    private readonly sending: SendingRepository,
    private readonly readers: Readers,
    private readonly people: PersonService,
  ) {}

  /**
   * Does `work` under the lock, in one transaction.
   * @throws Refused NOT_FOUND (no such message, or none they may know of, or they have left), BAD_USER_INPUT (a guest who does not
   *   say which conversation), UNAUTHENTICATED, UNAVAILABLE, and what `work` throws
   */
  async as<T>(caller: Caller, place: MessagePlace, work: (held: Held) => Promise<T>): Promise<T> {
    const { messageId, guestToken } = place;
    const conversationId = place.conversationId ?? (await this.find(caller, place));
    return this.readers.as(caller, conversationId, guestToken, async ({ organisationId, memberId }) => {
      const { user } = caller;
      const isHome = user?.organisationId === organisationId;
      const person = isHome ? (await this.people.findByIds(organisationId, [user.userId])).get(user.userId) : undefined;
      return this.unitOfWork.run(organisationId, async (tx) => {
        const member = await this.sending.lockAsMember(tx, conversationId, memberId);
        const [message] = member ? await this.messages.findByIds(tx, memberId, [messageId]) : [];
        if (!member || message?.conversationId !== conversationId) throw unknown();
        const named = person ?? { displayName: member.ownName ?? '', avatarUrl: null };
        const me = { ...named, userId: memberId, isGuest: member.isGuest, isSystem: false };
        return work({ tx, message, memberId, member, me });
      });
    });
  }

  private async find({ user }: Caller, { messageId, guestToken }: MessagePlace): Promise<ConversationId> {
    if (!user) {
      if (!guestToken) throw new Refused('UNAUTHENTICATED', 'Sign in first, or show your guest token.');
      throw Refused.badInput('Say which conversation it stands in.', 'conversationId');
    }
    const found = await this.unitOfWork.run(user.organisationId, (tx) =>
      this.messages.findByIds(tx, user.userId, [messageId]),
    );
    if (!found[0]) throw unknown();
    return found[0].conversationId;
  }
}

/** @throws Refused FORBIDDEN: somebody else said it, or Parley itself */
export function requireOwn({ message, memberId }: Held): void {
  if (message.author.isSystem || message.author.userId !== memberId)
    throw new Refused('FORBIDDEN', 'Only its author may do that.', { field: ['messageId'] });
}

/** @throws Refused FORBIDDEN: one's role in the meeting lets one read alone */
export function requireMayWrite({ member }: Held): void {
  if (!member.mayWrite) throw new Refused('FORBIDDEN', 'You may not write in this meeting now. Ask its host.');
}

/** @throws Refused CONFLICT: it was taken back */
export function requirePresent({ message }: Held): void {
  if (message.deletedAt) throw new Refused('CONFLICT', 'This message has been deleted.', { field: ['messageId'] });
}
