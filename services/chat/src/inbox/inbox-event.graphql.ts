import { createUnionType, Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { Scoped } from '@parley/identity';
import { CallRinging, CallSettled } from '../calls/call-event.graphql.ts';
import { Resync } from '../messages/conversation-event.graphql.ts';
import { MeetingChanged } from './meeting-notice.graphql.ts';
import { MessageAuthor } from '../messages/message-author.graphql.ts';
import { MessageType } from '../messages/message.graphql.ts';

@ObjectType({ description: 'You have everything up to here; what follows is live.' })
export class InboxReady {
  @Field({ description: 'Keep it; use it as `after`.' })
  cursor!: string;
}

@ObjectType({ description: 'A contact request as it was sent.' })
export class ContactRequestNotice {
  @Field(() => ID, { description: 'Its id, for `respondToContactRequest`.' })
  id!: string;

  @Field(() => MessageAuthor, { description: 'Who asks.' })
  from!: MessageAuthor;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  sentAt!: Date;
}

@ObjectType({ description: 'Somebody asks to be your contact.' })
export class ContactRequestReceived {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ContactRequestNotice, { description: 'What they sent.' })
  @Scoped('contacts:read')
  request!: ContactRequestNotice;
}

@ObjectType({ description: 'Somebody is your contact now.' })
export class ContactAdded {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => MessageAuthor, { description: 'Who.' })
  @Scoped('contacts:read')
  contact!: MessageAuthor;
}

@ObjectType({
  description:
    'How a conversation you are in stands now: something happened in it, or you read some of it on another device. Told at most a few times a second; after a break once, as it stands by then.',
})
export class ConversationMoved {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Which.' })
  conversationId!: string;

  @Field(() => Int, { description: 'Seq of its newest event.' })
  lastSeq!: number;

  @Field(() => Int, { description: 'Messages you have not read.' })
  unreadCount!: number;

  @Field(() => MessageType, {
    nullable: true,
    description: 'Its newest message, if it was said while you were in; null where there is none.',
  })
  lastMessage!: MessageType | null;
}

@ObjectType({ description: 'You are no longer in a group: you left it, or were removed, perhaps on another device.' })
export class ConversationLeft {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Which.' })
  conversationId!: string;
}

@ObjectType({ description: 'Somebody mentions you in a message; told once per message, also when an edit brings it.' })
export class Mentioned {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Where.' })
  conversationId!: string;

  @Field(() => MessageType, { description: 'The message; told late, as it reads by then.' })
  message!: MessageType;
}

@ObjectType({
  description:
    'What you may see has changed, for example who of your contacts is online. Open subscriptions are opened again by themselves.',
})
export class AccessChanged {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;
}

export const InboxEvent = createUnionType({
  name: 'InboxEvent',
  description: 'Something that concerns you, complete in itself.',
  types: () =>
    [
      InboxReady,
      ContactRequestReceived,
      ContactAdded,
      ConversationMoved,
      ConversationLeft,
      Mentioned,
      MeetingChanged,
      CallRinging,
      CallSettled,
      AccessChanged,
      Resync,
    ] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});
