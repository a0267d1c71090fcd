import { createUnionType, Directive, Field, GraphQLISODateTime, ObjectType } from '@nestjs/graphql';
import { MemberAdded, MemberRemoved, TitleChanged } from '../members/member-change.graphql.ts';
import { PreviewChanged } from '../previews/preview.graphql.ts';
import { ReadMoved } from '../reads/read-mark.graphql.ts';
import { Typing } from '../typing/typing.graphql.ts';
import { MessageDeleted, MessageEdited, ReactionChanged } from './message-event.graphql.ts';
import { MessageType } from './message.graphql.ts';

@ObjectType({ description: 'You have everything up to here; what follows is live.' })
export class Ready {
  @Field({ description: 'Keep it with what you have; use it as `after`.' })
  cursor!: string;
}

@ObjectType({
  description:
    'What lies between your cursor and here cannot be told any more: read the list again, then go on from this cursor.',
})
@Directive('@shareable')
export class Resync {
  @Field({ description: 'A fresh cursor, at the head.' })
  cursor!: string;
}

@ObjectType({ description: 'Somebody said something.' })
export class MessageSent {
  @Field({ description: 'Keep it with the message; use it as `after`.' })
  cursor!: string;

  @Field(() => MessageType, { description: 'What was said.' })
  message!: MessageType;
}

@ObjectType({
  description: 'The session of the meeting whose conversation this is has ended: the last event for guests.',
})
export class SessionEnded {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the last had left, or the meeting was ended.' })
  endedAt!: Date | null;
}

export const ConversationEvent = createUnionType({
  name: 'ConversationEvent',
  description:
    'An event of a conversation’s log, complete in itself; or (`ReadMoved`, `Typing`) a passing word beside it.',
  types: () =>
    [
      Ready,
      MessageSent,
      MessageEdited,
      MessageDeleted,
      ReactionChanged,
      PreviewChanged,
      MemberAdded,
      MemberRemoved,
      TitleChanged,
      ReadMoved,
      Typing,
      SessionEnded,
      Resync,
    ] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});
