import {
  Directive,
  Field,
  GraphQLISODateTime,
  HideField,
  ID,
  InputType,
  ObjectType,
  registerEnumType,
} from '@nestjs/graphql';
import { CALL_KINDS, CALL_STATES, type CallKind, type CallState, type MeetingId } from '@parley/contracts';
import { Node, UserErrors } from '@parley/subgraph';
import { AdmissionUnion } from '../admission/admission.graphql.ts';
import { PARTY_STATES, type PartyState } from './call.ts';

const words = <W extends string>(all: readonly W[]) =>
  Object.fromEntries(all.map((word) => [word, word])) as Record<W, W>;

export const CallKindEnum = words(CALL_KINDS);
registerEnumType(CallKindEnum, {
  name: 'CallKind',
  description: 'What a call begins with. Both are the same meeting: anybody may turn their camera on.',
  valuesMap: {
    AUDIO: { description: 'Microphones alone.' },
    VIDEO: { description: 'Cameras too.' },
  },
});

export const CallStateEnum = words(CALL_STATES);
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

export const CalleeStateEnum = words(PARTY_STATES);
registerEnumType(CalleeStateEnum, {
  name: 'CalleeState',
  description: 'Where somebody stands who was called.',
  valuesMap: {
    RINGING: { description: 'Their devices ring.' },
    ACCEPTED: { description: 'They came.' },
    DECLINED: { description: 'They declined.' },
    MISSED: { description: 'They did not answer.' },
    BUSY: { description: 'They were in another call.' },
  },
});

@ObjectType({ description: 'Somebody who called.' })
export class CallPerson {
  @Field(() => ID, { description: 'Id of the user.' })
  userId!: string;

  @Field({ description: 'The name they go by.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Address of their picture.' })
  avatarUrl!: string | null;
}

@ObjectType({ description: 'Somebody who was called.' })
export class Callee extends CallPerson {
  @Field(() => CalleeStateEnum, { description: 'Where they stand.' })
  state!: PartyState;
}

@ObjectType('Call', {
  implements: () => [Node],
  description: 'A meeting that rings. For those who called or were called; null for everybody else.',
})
@Directive('@key(fields: "id")')
export class CallType implements Node {
  @Field(() => ID, { description: 'Opaque, `cal_…`.' })
  id!: string;

  @Field(() => CallStateEnum, { description: 'Where it stands.' })
  state!: CallState;

  @Field(() => CallKindEnum, { description: 'What it begins with.' })
  kind!: CallKind;

  @Field(() => CallPerson, { description: 'Who called.' })
  caller!: CallPerson;

  @Directive('@listSize(assumedSize: 50)')
  @Field(() => [Callee], { description: 'Who was called, 1–50 people; also those who were called later.' })
  callees!: Callee[];

  @Field(() => GraphQLISODateTime, { description: 'When it began to ring.' })
  startedAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When the first accepted.' })
  answeredAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was over, however it ended.' })
  endedAt!: Date | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When the last device stops ringing; null where none rings.',
  })
  ringsUntil!: Date | null;

  @HideField()
  meetingId!: MeetingId;
}

const NONCE =
  '1–128 characters of one’s own choosing. The same again gives the same answer; the admission then is of the same participant.';

@InputType({ description: 'Whom to call, and how.' })
export class StartCallInput {
  @Field(() => [ID], { description: '1–50 people of the organisation, without oneself.' })
  userIds!: string[];

  @Field(() => CallKindEnum, { description: 'What it begins with.' })
  kind!: CallKind;

  @Field(() => ID, {
    nullable: true,
    description:
      'The conversation it is made from. What came of it then stands there, if everybody called is in it; else with each person alone.',
  })
  conversationId?: string | null;

  @Field(() => String, { nullable: true, description: NONCE })
  clientNonce?: string | null;
}

@InputType({ description: 'Whom to call into a call that goes on.' })
export class InviteToCallInput {
  @Field(() => ID, { description: 'A call one is in.' })
  callId!: string;

  @Field(() => [ID], { description: '1–50 people of the organisation; whoever is in it or rings is left alone.' })
  userIds!: string[];
}

@InputType({ description: 'What one says to a call.' })
export class AnswerCallInput {
  @Field(() => ID, { description: 'A call that rings for one.' })
  callId!: string;

  @Field({ description: 'True: one comes. False: one declines, on all devices.' })
  accept!: boolean;

  @Field(() => String, { nullable: true, description: `${NONCE} It tells one device from another.` })
  clientNonce?: string | null;
}

@InputType({ description: 'Out of a call.' })
export class HangUpInput {
  @Field(() => ID, { description: 'A call one is in.' })
  callId!: string;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND (somebody), FORBIDDEN (one blocks them), CONFLICT (the nonce), UNAVAILABLE.',
})
export class StartCallPayload extends UserErrors {
  @Field(() => CallType, { nullable: true, description: 'The call. BUSY at once where everybody is in another call.' })
  call?: CallType;

  @Field(() => AdmissionUnion, {
    nullable: true,
    description: 'What opens the meeting for the caller, who waits there. Null where the call is over.',
  })
  admission?: typeof AdmissionUnion | null;
}

@ObjectType({
  description:
    'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN (one blocks them), CONFLICT (it is over, or one has hung up), UNAVAILABLE.',
})
export class InviteToCallPayload extends UserErrors {
  @Field(() => CallType, { nullable: true, description: 'The call.' })
  call?: CallType;
}

@ObjectType({
  description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT (it is over, or one has answered), UNAVAILABLE.',
})
export class AnswerCallPayload extends UserErrors {
  @Field(() => CallType, { nullable: true, description: 'The call.' })
  call?: CallType;

  @Field(() => AdmissionUnion, {
    nullable: true,
    description: 'What opens the meeting. Null for whoever declined, and where another device was first.',
  })
  admission?: typeof AdmissionUnion | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True where another device of one’s own accepted before this one; nothing more happens then.',
  })
  isAnsweredElsewhere?: boolean;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT (it is over, or one is not in it).' })
export class HangUpPayload extends UserErrors {
  @Field(() => CallType, { nullable: true, description: 'The call.' })
  call?: CallType;
}
