import type { LoggedEvent } from '@parley/live';
import type { Message } from './message.ts';

/** `MessageSent` as the graph's types say it, complete in itself: no viewer, no other subgraph. */
export function messageSentEvent(message: Message): LoggedEvent {
  const { id, conversationId, seq, body, author, sentAt } = message;
  return {
    seq,
    event: {
      __typename: 'MessageSent',
      message: {
        __typename: 'Message',
        id,
        conversationId,
        seq,
        body,
        author: { __typename: 'MessageAuthor', ...author },
        sentAt: sentAt.toISOString(),
      },
    },
  };
}
