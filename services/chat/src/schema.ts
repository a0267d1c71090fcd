import { ContactStub } from './conversations/conversation.graphql.ts';
import { ContactResolver } from './conversations/contact.resolver.ts';
import { ConversationResolver } from './conversations/conversation.resolver.ts';
import { InboxResolver } from './inbox/inbox.resolver.ts';
import { ConversationEventResolver } from './messages/conversation-event.resolver.ts';
import { MessageResolver } from './messages/message.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [
  ConversationResolver,
  MessageResolver,
  ContactResolver,
  ConversationEventResolver,
  InboxResolver,
];

/** Types of other services that chat adds to; nothing else here leads to them. */
export const entities = [ContactStub];
