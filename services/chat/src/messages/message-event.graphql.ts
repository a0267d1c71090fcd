import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { MessageAuthor } from './message-author.graphql.ts';
import { MessageType } from './message.graphql.ts';

@ObjectType({ description: 'Somebody changed what they had said.' })
export class MessageEdited {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => MessageType, { description: 'The message as it is now.' })
  message!: MessageType;

  @Field({
    description:
      'Whether its words, reactions and mentions are left out: somebody who is told was not in when it was said. Read your page again if it is on it.',
  })
  isWithheld!: boolean;
}

@ObjectType({ description: 'Somebody took back what they had said: its words, reactions and earlier bodies are gone.' })
export class MessageDeleted {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Which message.' })
  messageId!: string;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  deletedAt!: Date;
}

@ObjectType({ description: 'Somebody reacted to a message, or took it back.' })
export class ReactionChanged {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => ID, { description: 'Which message.' })
  messageId!: string;

  @Field({ description: 'With what: one emoji.' })
  emoji!: string;

  @Field(() => MessageAuthor, { description: 'Who.' })
  user!: MessageAuthor;

  @Field({ description: 'Whether they do from now on, or do no longer.' })
  on!: boolean;

  @Field(() => Int, { description: 'How many react with this emoji from now on.' })
  count!: number;
}
