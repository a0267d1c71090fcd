import { createUnionType, Directive, Field, ObjectType } from '@nestjs/graphql';
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

export const ConversationEvent = createUnionType({
  name: 'ConversationEvent',
  description: 'An event of a conversation’s log, complete in itself.',
  types: () => [Ready, MessageSent, Resync] as const,
  resolveType: (value: { __typename: string }) => value.__typename,
});
