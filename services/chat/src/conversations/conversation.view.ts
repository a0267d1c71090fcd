import type { ConversationType } from './conversation.graphql.ts';
import type { Conversation } from './conversation.ts';

const KINDS = { direct: 'DIRECT', group: 'GROUP', meeting: 'MEETING' } as const;

/** A conversation as the graph shows it, with what its field resolvers need. */
export type ConversationView = ConversationType & { source: Conversation };

export function viewOf(conversation: Conversation): ConversationView {
  const { id, title, kind, meetingId, createdAt, lastSeq, unreadCount, mayWrite } = conversation;
  return {
    id,
    title,
    isDirect: kind === 'direct',
    kind: KINDS[kind],
    meeting: meetingId && { id: meetingId },
    createdAt,
    lastSeq,
    unreadCount,
    mayWrite,
    myId: conversation.reader.memberId,
    source: conversation,
  };
}
