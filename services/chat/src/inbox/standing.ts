import type { CompleteObject, ConversationId, UserId } from '@parley/contracts';
import { messageObject } from '../messages/message.event.ts';
import type { Message } from '../messages/message.ts';

/** How a conversation stands for one who is in it. */
export interface StandingOfMember {
  userId: UserId;
  unreadCount: number;
  /** Rises with whatever moves it for them. */
  revision: number;
  /** The transaction that moved it. */
  moved: number;
  /** Head of their inbox at that moment. */
  inboxSeq: number;
  /** They read what stands behind it in the log. */
  joinedSeq: number;
}

/** How a conversation stands for some of those who are in it, at one moment. */
export interface StandingOfConversation {
  conversationId: ConversationId;
  lastSeq: number;
  newest: Message | undefined;
  members: StandingOfMember[];
}

/** What moved in one tick: conversations for all who are in them, and some for those alone who read there. */
export interface Moves {
  readonly forAll: Set<ConversationId>;
  readonly forOne: Map<ConversationId, Set<UserId>>;
}

/** The part of `ConversationMoved` that is the same for everybody. */
export const movedForAll = (
  conversationId: ConversationId,
  lastSeq: number,
  newest: Message | undefined,
): CompleteObject => ({
  __typename: 'ConversationMoved',
  conversationId,
  lastSeq,
  lastMessage: newest ? messageObject(newest) : null,
});

/** The part that is a member's own: what was said before they came is not shown to them. */
export const movedForOne = (unreadCount: number, joinedSeq: number, newest: Message | undefined): CompleteObject => ({
  unreadCount,
  ...(newest && newest.seq <= joinedSeq ? { lastMessage: null } : {}),
});
