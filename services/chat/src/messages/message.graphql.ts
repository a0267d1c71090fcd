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
import { AttachmentType } from '../attachments/attachment.graphql.ts';
import { CallNoticeType } from '../calls/call-notice.graphql.ts';
import { LinkPreview } from '../previews/preview.graphql.ts';
import { MessageAuthor } from './message-author.graphql.ts';

export const MessageNoticeKindEnum = {
  RECORDING_READY: 'RECORDING_READY',
  CALL_MISSED: 'CALL_MISSED',
  CALL_DECLINED: 'CALL_DECLINED',
  CALL_ENDED: 'CALL_ENDED',
} as const;
registerEnumType(MessageNoticeKindEnum, {
  name: 'MessageNoticeKind',
  description: 'What Parley itself has to say.',
  valuesMap: {
    RECORDING_READY: { description: 'A recording of the meeting can be watched.' },
    CALL_MISSED: { description: 'A call that nobody answered.' },
    CALL_DECLINED: { description: 'A call that was declined.' },
    CALL_ENDED: { description: 'A call that took place.' },
  },
});

@ObjectType({ description: 'What a message of Parley’s own tells; its `body` says the same in English.' })
export class MessageNotice {
  @Field(() => MessageNoticeKindEnum, { description: 'What it is about.' })
  kind!: keyof typeof MessageNoticeKindEnum;

  @Field({ description: 'Where to see it; of a call its meeting.' })
  url!: string;

  @Field(() => CallNoticeType, { nullable: true, description: 'The call that it is about.' })
  call!: CallNoticeType | null;

  @Field(() => Int, { nullable: true, description: 'How long a call went on, in seconds, from the first answer.' })
  durationSeconds!: number | null;
}

@ObjectType({ description: 'The message that another one answers.' })
export class MessageQuote {
  @Field(() => ID, { description: 'Its id.' })
  messageId!: string;

  @Field(() => MessageAuthor, { description: 'Who said it.' })
  author!: MessageAuthor;

  @Field(() => String, {
    nullable: true,
    description:
      'Its first 200 characters as it reads now, or the name of its first file where it has no words; null when it is deleted, or was said while you (in events: anybody who is told) were not in.',
  })
  excerpt!: string | null;

  @Field({ description: 'Whether it was taken back.' })
  isDeleted!: boolean;
}

@ObjectType({ description: 'What some think of a message, in one emoji.' })
export class MessageReaction {
  @Field({ description: 'One emoji.' })
  emoji!: string;

  @Field(() => Int, { description: 'How many they are.' })
  count!: number;

  @Field(() => [ID], {
    description: 'Who they are: the first 50. If you are among them, you come first, except in events.',
  })
  userIds!: string[];

  @Field(() => [MessageAuthor], { description: 'The same, as they were called when they reacted.' })
  users!: MessageAuthor[];
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

  @Field({
    description: 'What was said, 1–16,384 bytes of UTF-8. Empty once it is deleted, and where files say it all.',
  })
  body!: string;

  @Field(() => MessageAuthor, { description: 'Who said it.' })
  author!: MessageAuthor;

  @Field(() => MessageNotice, { nullable: true, description: 'In messages of Parley’s own: what they tell.' })
  notice!: MessageNotice | null;

  @Field(() => GraphQLISODateTime, { description: 'When it was stored.' })
  sentAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When its author last changed it.' })
  editedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When its author took it back.' })
  deletedAt!: Date | null;

  @Field(() => MessageQuote, { nullable: true, description: 'What it answers.' })
  replyTo!: MessageQuote | null;

  @Field(() => [MessageReaction], { description: 'What others think of it, at most 20 different emoji.' })
  reactions!: MessageReaction[];

  @Field(() => [MessageAuthor], {
    description: 'Whom it calls, at most 50, as they were called then. Their inboxes tell them once.',
  })
  mentions!: MessageAuthor[];

  @Field(() => [AttachmentType], { description: 'The files in it, at most 10, in the order of whoever sent them.' })
  attachments!: AttachmentType[];

  @Field(() => LinkPreview, {
    nullable: true,
    description:
      'What its first link leads to, as soon as our server has looked: `PreviewChanged` tells it. Always null unless the operator has turned that on, and in messages of guests.',
  })
  preview!: LinkPreview | null;
}

export const MessageConnection = connectionOf(MessageType, 'Message');

@InputType()
export class SendMessageInput {
  @Field(() => ID, { description: 'A conversation one is in.' })
  conversationId!: string;

  @Field({ description: '1–16,384 bytes of UTF-8, not only blanks; with files it may be empty.' })
  body!: string;

  @Field(() => [ID], {
    nullable: true,
    description:
      'At most 10 files of one’s own that `prepareUpload` announced for this conversation, and whose bytes are there.',
  })
  attachmentIds?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'What it answers: a message of the same conversation.' })
  replyToId?: string | null;

  @Field(() => [ID], { nullable: true, description: 'Whom it calls: user ids of at most 50 members.' })
  mentions?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      '1–64 visible ASCII characters of one’s own choosing. Sending again with the same nonce never doubles a message.',
  })
  clientNonce?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of guests, in the conversation of the meeting they are in. Ignored for whoever is signed in.',
  })
  guestToken?: string | null;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED, UNAVAILABLE. After UNAVAILABLE send again with the same nonce.',
})
export class SendMessagePayload extends UserErrors {
  @Field(() => MessageType, { nullable: true, description: 'The message as it was stored.' })
  message?: MessageType;
}
