import { Conversation } from './conversation-book';

/** Somebody in a conversation. */
export type Member = Conversation['members']['nodes'][number];

/** Everybody but me. */
export function others(conversation: Conversation, myId: string | undefined): readonly Member[] {
  return conversation.members.nodes.filter(({ userId }) => userId !== myId);
}

/** The other person of a one-to-one conversation. */
export function counterpart(conversation: Conversation, myId: string | undefined): Member | undefined {
  return conversation.isDirect ? others(conversation, myId)[0] : undefined;
}

/** Its title, else the names of the others. */
export function nameOf(conversation: Conversation, myId: string | undefined): string {
  if (conversation.title) return conversation.title;
  const names = others(conversation, myId).map(({ displayName }) => displayName);
  return names.length ? names.join(', ') : $localize`:@@onlyMe:Only you`;
}
