import type { ConversationType } from './conversation.graphql.ts';
import type { Conversation } from './conversation.ts';

/** A conversation as the graph shows it, with what its field resolvers need. */
export type ConversationView = ConversationType & { source: Conversation };

export function viewOf(conversation: Conversation): ConversationView {
  const { id, title, kind, createdAt, lastSeq, unreadCount } = conversation;
  return { id, title, isDirect: kind === 'direct', createdAt, lastSeq, unreadCount, source: conversation };
}
