import { createUnionType, Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { Resync } from '../messages/conversation-event.graphql.ts';
import { MeetingChanged } from './meeting-notice.graphql.ts';
import { MessageAuthor } from '../messages/message.graphql.ts';

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
  request!: ContactRequestNotice;
}

@ObjectType({ description: 'Somebody is your contact now.' })
export class ContactAdded {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => MessageAuthor, { description: 'Who.' })
  contact!: MessageAuthor;
}

@ObjectType({ description: 'A conversation you are in has news, or you read some of it on another device.' })
export class ConversationMoved {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Which.' })
  conversationId!: string;

  @Field(() => Int, { description: 'Seq of its newest event.' })
  lastSeq!: number;

  @Field(() => Int, { description: 'Messages you have not read.' })
  unreadCount!: number;
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
      MeetingChanged,
      AccessChanged,
      Resync,
    ] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});
