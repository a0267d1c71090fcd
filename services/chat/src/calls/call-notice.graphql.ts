import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { CALL_KINDS, CALL_STATES, type CallKind, type CallState } from '@parley/contracts';
import { MessageAuthor } from '../messages/message-author.graphql.ts';

const words = <W extends string>(all: readonly W[]) =>
  Object.fromEntries(all.map((word) => [word, word])) as Record<W, W>;

const CallKindEnum = words(CALL_KINDS);
registerEnumType(CallKindEnum, {
  name: 'CallKind',
  description: 'What a call begins with. Both are the same meeting: anybody may turn their camera on.',
  valuesMap: {
    AUDIO: { description: 'Microphones alone.' },
    VIDEO: { description: 'Cameras too.' },
  },
});

const CallStateEnum = words(CALL_STATES);
registerEnumType(CallStateEnum, {
  name: 'CallState',
  description: 'Where a call stands.',
  valuesMap: {
    RINGING: { description: 'It rings, and nobody has come yet.' },
    ACTIVE: { description: 'Somebody has accepted.' },
    DECLINED: { description: 'Everybody who was called declined.' },
    MISSED: { description: 'Nobody came in time, or the caller hung up before.' },
    BUSY: { description: 'Everybody who was called is in another call.' },
    ENDED: { description: 'It took place and is over.' },
  },
});

@ObjectType('CallNotice', { description: 'A call as it stood for somebody when something happened.' })
export class CallNoticeType {
  @Field(() => ID, { description: 'Its id, for `answerCall` and `hangUp`.' })
  id!: string;

  @Field(() => CallStateEnum, {
    description: 'Where it stands for this person: ACTIVE, answered by one of their devices; MISSED, also while busy.',
  })
  state!: CallState;

  @Field(() => CallKindEnum, { description: 'What it begins with.' })
  kind!: CallKind;

  @Field(() => MessageAuthor, { description: 'Who called.' })
  caller!: MessageAuthor;

  @Field({ description: 'Whether more than one person was called.' })
  isGroup!: boolean;

  @Field({ description: 'The code of its meeting.' })
  meetingCode!: string;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Until when it rings: whoever hears of it later must not ring. Null where it does not ring.',
  })
  expiresAt!: Date | string | null;
}
