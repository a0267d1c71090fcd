import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { MessageType } from './message.graphql.ts';

@ObjectType({ description: 'What a message said before it was changed.' })
export class MessageEdit {
  @Field({ description: 'What it said.' })
  body!: string;

  @Field(() => GraphQLISODateTime, { description: 'Until when.' })
  replacedAt!: Date;
}

export const MessageEditConnection = connectionOf(MessageEdit, 'MessageEdit');

@InputType({ description: 'Which message.' })
export class MessagePlaceInput {
  @Field(() => ID, { description: 'The message.' })
  messageId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Where it stands. Needed of guests, and of who is of another organisation than the meeting.',
  })
  conversationId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of guests, in the conversation of the meeting they are in. Ignored for whoever is signed in.',
  })
  guestToken?: string | null;
}

@InputType()
export class EditMessageInput extends MessagePlaceInput {
  @Field({ description: '1–16,384 bytes of UTF-8, not only blanks.' })
  body!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Whom it mentions from now on: at most 50 members. Those new to it are told. Absent: whom it did.',
  })
  mentions?: string[] | null;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED, UNAVAILABLE. Repeating it does no harm.',
})
export class EditMessagePayload extends UserErrors {
  @Field(() => MessageType, { nullable: true, description: 'The message as it is now.' })
  message?: MessageType;
}

@InputType()
export class DeleteMessageInput extends MessagePlaceInput {}

@ObjectType({
  description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, RATE_LIMITED, UNAVAILABLE. Repeating it does no harm.',
})
export class DeleteMessagePayload extends UserErrors {
  @Field(() => MessageType, { nullable: true, description: 'What is left of the message: its place.' })
  message?: MessageType;
}

@InputType()
export class SetReactionInput extends MessagePlaceInput {
  @Field({ description: 'Exactly one emoji. A message has at most 20 different ones.' })
  emoji!: string;

  @Field({ description: 'Whether one reacts so from now on.' })
  on!: boolean;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED, UNAVAILABLE. Repeating it does no harm.',
})
export class SetReactionPayload extends UserErrors {
  @Field(() => MessageType, { nullable: true, description: 'The message with its reactions as they are now.' })
  message?: MessageType;
}
