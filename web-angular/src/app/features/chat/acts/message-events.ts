import type { ConversationEventsSubscription } from '../../../graph/generated/graphql';
import type { MessageLog } from '../message-log';
import { deleted, edited, previewed, reacted } from './message-changes';

/** What the log says has become of a message. */
export interface Told {
  readonly messageId: string;
  /** Nothing where the words were kept back: somebody who is told may not read them, so that everybody has to ask. */
  readonly apply?: (log: MessageLog) => MessageLog;
}

/** What an event of a conversation changes of its messages; undefined where it is about something else. */
export function toldOf(event: ConversationEventsSubscription['conversationEvents']): Told | undefined {
  switch (event.__typename) {
    case 'MessageEdited': {
      const { message, isWithheld } = event;
      const { id, deletedAt } = message;
      if (isWithheld) return { messageId: id };
      return { messageId: id, apply: (log) => (deletedAt ? deleted(log, id, deletedAt) : edited(log, message)) };
    }
    case 'MessageDeleted':
      return { messageId: event.messageId, apply: (log) => deleted(log, event.messageId, event.deletedAt) };
    case 'ReactionChanged':
      return { messageId: event.messageId, apply: (log) => reacted(log, event) };
    case 'PreviewChanged':
      return { messageId: event.messageId, ...(!event.isWithheld && { apply: (log) => previewed(log, event) }) };
    default:
      return undefined;
  }
}
