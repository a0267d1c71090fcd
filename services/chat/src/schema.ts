import { AttachmentResolver } from './attachments/attachment.resolver.ts';
import { ContactStub, MeetingStub } from './conversations/conversation.graphql.ts';
import { ContactResolver } from './conversations/contact.resolver.ts';
import { ConversationResolver } from './conversations/conversation.resolver.ts';
import { InboxResolver } from './inbox/inbox.resolver.ts';
import { ConversationEventResolver } from './messages/conversation-event.resolver.ts';
import { MembershipResolver } from './members/membership.resolver.ts';
import { MessageChangeResolver } from './messages/message-change.resolver.ts';
import { MessageResolver } from './messages/message.resolver.ts';
import { MessagesAroundResolver } from './messages/messages-around.resolver.ts';
import { NotificationResolver } from './notifications/notification.resolver.ts';
import { PushSubscriptionResolver } from './push/push-subscription.resolver.ts';
import { ReadMarkResolver } from './reads/read-mark.resolver.ts';
import { TypingResolver } from './typing/typing.resolver.ts';
import { SearchResolver } from './search/search.resolver.ts';

/** Every door of this subgraph. */
export const resolvers = [
  ConversationResolver,
  MembershipResolver,
  ReadMarkResolver,
  TypingResolver,
  MessageResolver,
  MessageChangeResolver,
  MessagesAroundResolver,
  AttachmentResolver,
  ContactResolver,
  ConversationEventResolver,
  InboxResolver,
  SearchResolver,
  NotificationResolver,
  PushSubscriptionResolver,
];

/** Types of other services that chat adds to; nothing else here leads to them. */
export const entities = [ContactStub, MeetingStub];
