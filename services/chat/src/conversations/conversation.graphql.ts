import { Directive, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, Node, UserErrors } from '@parley/subgraph';

@ObjectType({ description: 'Somebody who is in a conversation.' })
export class ConversationMember {
  @Field(() => ID, { description: 'Their user id.' })
  userId!: string;

  @Field({ description: 'Their name.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Address of their picture.' })
  avatarUrl!: string | null;
}

export const ConversationMemberConnection = connectionOf(ConversationMember, 'ConversationMember');

@ObjectType('Conversation', { implements: () => [Node], description: 'People who talk, and what they said.' })
@Directive('@key(fields: "id")')
export class ConversationType implements Node {
  @Field(() => ID, { description: 'Opaque, `cnv_…`.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Its title, 1–120 characters. Null for one-to-one, and for groups named by their members.',
  })
  title!: string | null;

  @Field({ description: 'Whether it is between two people.' })
  isDirect!: boolean;

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

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class StartConversationPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The conversation, new or found.' })
  conversation?: ConversationType;
}

@InputType()
export class MarkReadInput {
  @Field(() => ID, { description: 'A conversation one is in.' })
  conversationId!: string;

  @Field(() => Int, { description: 'Everything up to this seq has been read. The mark never goes back.' })
  seq!: number;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class MarkReadPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The conversation with its count as it is now.' })
  conversation?: ConversationType;
}
