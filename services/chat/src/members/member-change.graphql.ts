import { createUnionType, Field, GraphQLISODateTime, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, type ConnectionOf } from '@parley/subgraph';
import type { Type } from '@nestjs/common';
import { MessageAuthor } from '../messages/message-author.graphql.ts';

@ObjectType({ description: 'Somebody was added to a group: what is said from here on is theirs too.' })
export class MemberAdded {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => Int, { description: 'Its place in the conversation’s log.' })
  seq!: number;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  at!: Date;

  @Field(() => MessageAuthor, { description: 'Who.' })
  member!: MessageAuthor;

  @Field(() => MessageAuthor, { description: 'Who added them.' })
  by!: MessageAuthor;
}

@ObjectType({
  description:
    'Somebody left a group, was removed from it, or was put out of the meeting whose conversation this is: for them it is the last event, what follows is not theirs.',
})
export class MemberRemoved {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => Int, { description: 'Its place in the conversation’s log.' })
  seq!: number;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  at!: Date;

  @Field(() => MessageAuthor, { description: 'Who.' })
  member!: MessageAuthor;

  @Field(() => MessageAuthor, {
    nullable: true,
    description: 'Who did it; the member themselves when they left. Null in a meeting’s conversation.',
  })
  by!: MessageAuthor | null;
}

@ObjectType({ description: 'A group is called something else.' })
export class TitleChanged {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => Int, { description: 'Its place in the conversation’s log.' })
  seq!: number;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'Its title now; null: it is named by its members.' })
  title!: string | null;

  @Field(() => MessageAuthor, { description: 'Who renamed it.' })
  by!: MessageAuthor;
}

export type ConversationChangeEvent = (MemberAdded | MemberRemoved | TitleChanged) & { __typename: string };

export const ConversationChange = createUnionType({
  name: 'ConversationChange',
  description: 'A change of who a conversation holds, or of what it is called.',
  types: () => [MemberAdded, MemberRemoved, TitleChanged] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});

/** A union's value stands for its type, as a class does; only its static type says otherwise. */
export const ConversationChangeConnection: Type<ConnectionOf<ConversationChangeEvent>> = connectionOf(
  ConversationChange as unknown as Type<ConversationChangeEvent>,
  'ConversationChange',
);
