import { createUnionType, Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import { ParticipantRoleEnum } from '../participants/participant.graphql.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { REFUSED_REASONS, type RefusedReason } from './admission.ts';

export const RefusedReasonEnum = Object.fromEntries(REFUSED_REASONS.map((reason) => [reason, reason])) as Record<
  RefusedReason,
  RefusedReason
>;
registerEnumType(RefusedReasonEnum, {
  name: 'RefusedReason',
  description: 'Why somebody is not let in.',
  valuesMap: {
    ENDED: { description: 'The meeting is over.' },
    LOCKED: { description: 'The host has locked it.' },
    NOT_ALLOWED: { description: 'It is not open to this person; signing in may help.' },
    BANNED: { description: 'They were removed for good.' },
    FULL: { description: 'Nobody more fits in.' },
    WRONG_PASSCODE: { description: 'It has a passcode, and this is not it.' },
    NOT_STARTED: { description: 'It begins later.' },
  },
});

@ObjectType({ description: 'Come in.' })
export class Admitted {
  @Field({ description: 'For the media server: one room, one identity. It must first be used within two minutes.' })
  token!: string;

  @Field({ description: 'Address of the media server, `ws://` or `wss://`.' })
  url!: string;

  @Field(() => MeetingType, { description: 'The meeting.' })
  meeting!: MeetingType;

  @Field({ description: 'Who one is in the media room; `participants` has the same under `identity`.' })
  participantIdentity!: string;

  @Field(() => ParticipantRoleEnum, { description: 'What one may do.' })
  role!: ParticipantRole;

  @Field(() => String, {
    nullable: true,
    description:
      'For guests alone: keep it to oneself. It opens this meeting (`joinMeeting`, `meetingEvents`, `leaveLobby`) and nothing else, until the meeting ends, 24 h at most.',
  })
  guestToken!: string | null;
}

@ObjectType({
  description:
    'Wait until a host lets you in: follow `meetingEvents`, or send `joinMeeting` again at least once a minute.',
})
export class WaitingInLobby {
  @Field(() => ID, { description: 'Opaque; names this wait.' })
  lobbyId!: string;

  @Field({ description: 'Whether a host or co-host is in, who could open.' })
  hostPresent!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'For guests alone: with it one follows `meetingEvents`, and joins when one was let in.',
  })
  guestToken!: string | null;
}

@ObjectType('Refused', { description: 'Not let in.' })
export class RefusedType {
  @Field(() => RefusedReasonEnum, { description: 'Why, for programs.' })
  reason!: RefusedReason;

  @Field({ description: 'Why, for people, and what to do.' })
  message!: string;
}

export const AdmissionUnion = createUnionType({
  name: 'Admission',
  description: 'What came of asking to join.',
  types: () => [Admitted, WaitingInLobby, RefusedType] as const,
  resolveType: (value: object) => ('token' in value ? Admitted : 'reason' in value ? RefusedType : WaitingInLobby),
});

@InputType({ description: 'A wish to join a meeting.' })
export class JoinMeetingInput {
  @Field({ description: 'The meeting’s code; case, spaces and dashes do not matter.' })
  code!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'For guests: 1–80 characters that show. The first one stays. Whoever is signed in goes by their own name.',
  })
  displayName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Any text of 1–128 characters. The same again gives the same participant, with a new token.',
  })
  clientNonce?: string | null;

  @Field(() => String, { nullable: true, description: 'Where the meeting has one.' })
  passcode?: string | null;

  @Field(() => String, { nullable: true, description: 'For guests who were here before: who they are.' })
  guestToken?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, RATE_LIMITED, UNAVAILABLE.' })
export class JoinMeetingPayload extends UserErrors {
  @Field(() => AdmissionUnion, { nullable: true, description: 'What came of it.' })
  admission?: typeof AdmissionUnion;
}
