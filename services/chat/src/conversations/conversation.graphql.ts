import {
  Directive,
  Field,
  GraphQLISODateTime,
  ID,
  InputType,
  Int,
  ObjectType,
  registerEnumType,
} from '@nestjs/graphql';
import { connectionOf, Node, UserErrors } from '@parley/subgraph';

@ObjectType({ description: 'Somebody who is in a conversation.' })
export class ConversationMember {
  @Field(() => ID, { description: 'Their user id; of a guest something that names no account, `gue_…`.' })
  userId!: string;

  @Field({ description: 'Their name.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Address of their picture.' })
  avatarUrl!: string | null;

  @Field({ description: 'Whether this is a guest of the meeting: nobody vouches for their name.' })
  isGuest!: boolean;
}

export const ConversationMemberConnection = connectionOf(ConversationMember, 'ConversationMember');

export const ConversationKindEnum = { DIRECT: 'DIRECT', GROUP: 'GROUP', MEETING: 'MEETING' } as const;
registerEnumType(ConversationKindEnum, {
  name: 'ConversationKind',
  description: 'What sort of conversation it is.',
  valuesMap: {
    DIRECT: { description: 'Between two people.' },
    GROUP: { description: 'Among several.' },
    MEETING: { description: 'Of one session of a meeting, among those who were in it.' },
  },
});

@ObjectType('Meeting', { description: 'A meeting.' })
@Directive('@key(fields: "id", resolvable: false)')
export class MeetingStub {
  @Field(() => ID, { description: 'Opaque, `mtg_…`.' })
  id!: string;
}

@ObjectType('Conversation', { implements: () => [Node], description: 'People who talk, and what they said.' })
@Directive('@key(fields: "id")')
export class ConversationType implements Node {
  @Field(() => ID, { description: 'Opaque, `cnv_…`.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Its title, 1–120 characters; of a meeting’s that of the meeting, 1–200. Null for one-to-one, and for groups named by their members.',
  })
  title!: string | null;

  @Field({ description: 'Whether it is between two people.' })
  isDirect!: boolean;

  @Field(() => ConversationKindEnum, { description: 'What sort of conversation it is.' })
  kind!: keyof typeof ConversationKindEnum;

  @Field(() => MeetingStub, { nullable: true, description: 'The meeting in one of whose sessions it was said.' })
  meeting!: MeetingStub | null;

  @Field({
    description:
      'Whether one may write here. In a meeting’s conversation viewers may not, and presenters as its permissions say. In a one-to-one: unless one of the two blocks the other.',
  })
  mayWrite!: boolean;

  @Field(() => ID, { description: 'Who one is in it, as `author.userId` of one’s own messages says: also for guests.' })
  myId!: string;

  @Field(() => GraphQLISODateTime, { description: 'When it was started.' })
  createdAt!: Date;

  @Field(() => Int, { description: 'Seq of its newest event; 0 when nothing has happened yet.' })
  lastSeq!: number;

  @Field(() => Int, { description: 'Messages one has not read.' })
  unreadCount!: number;
}

export const ConversationConnection = connectionOf(ConversationType, 'Conversation');

@ObjectType('Contact', { description: 'Somebody one is connected with.' })
@Directive('@key(fields: "userId")')
export class ContactStub {
  @Field(() => ID, { description: 'Their user id.' })
  userId!: string;
}

@InputType()
export class StartConversationInput {
  @Field(() => [ID], { description: 'The others, 1–999 people of the organisation.' })
  memberIds!: string[];

  @Field(() => String, {
    nullable: true,
    description: '1–120 characters. One person and no title is one-to-one: found, not doubled.',
  })
  title?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class StartConversationPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The conversation, new or found.' })
  conversation?: ConversationType;
}
