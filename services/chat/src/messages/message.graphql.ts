import { Directive, Field, GraphQLISODateTime, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf, Node, UserErrors } from '@parley/subgraph';

@ObjectType({ description: 'Who said something, as they were called when they said it.' })
export class MessageAuthor {
  @Field(() => ID, { description: 'Their user id.' })
  userId!: string;

  @Field({ description: 'Their name.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Address of their picture.' })
  avatarUrl!: string | null;
}

@ObjectType('Message', { implements: () => [Node], description: 'Something said in a conversation.' })
@Directive('@key(fields: "id")')
export class MessageType implements Node {
  @Field(() => ID, { description: 'Opaque, `msg_…`.' })
  id!: string;

  @Field(() => ID, { description: 'The conversation it stands in.' })
  conversationId!: string;

  @Field(() => Int, {
    description: 'Its place in the conversation’s log. Rising, with holes where other events stand.',
  })
  seq!: number;

  @Field({ description: 'What was said, 1–16,384 bytes of UTF-8.' })
  body!: string;

  @Field(() => MessageAuthor, { description: 'Who said it.' })
  author!: MessageAuthor;

  @Field(() => GraphQLISODateTime, { description: 'When it was stored.' })
  sentAt!: Date;
}

export const MessageConnection = connectionOf(MessageType, 'Message');

@InputType()
export class SendMessageInput {
  @Field(() => ID, { description: 'A conversation one is in.' })
  conversationId!: string;

  @Field({ description: '1–16,384 bytes of UTF-8, not only blanks.' })
  body!: string;

  @Field(() => String, {
    nullable: true,
    description:
      '1–64 visible ASCII characters of one’s own choosing. Sending again with the same nonce never doubles a message.',
  })
  clientNonce?: string | null;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT, UNAVAILABLE. After UNAVAILABLE send again with the same nonce.',
})
export class SendMessagePayload extends UserErrors {
  @Field(() => MessageType, { nullable: true, description: 'The message as it was stored.' })
  message?: MessageType;
}
