import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MediaSourceEnum } from '../log/meeting-event.graphql.ts';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import { MeetingParticipant, ParticipantRoleEnum } from '../participants/participant.graphql.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import type { MediaSource } from '../roles/may-publish.ts';

@InputType({ isAbstract: true })
abstract class AboutSomebody {
  @Field(() => ID, { description: 'In which meeting.' })
  meetingId!: string;

  @Field(() => ID, { description: 'Who.' })
  participantId!: string;
}

@InputType({ description: 'A role to give. They keep it, with all their devices and however often they come back.' })
export class SetRoleInput extends AboutSomebody {
  @Field(() => ParticipantRoleEnum, {
    description: 'What they are from now on. HOST and CO_HOST need an account of the meeting’s organisation.',
  })
  role!: ParticipantRole;
}

@InputType({ isOneOf: true, description: 'Whom to mute: one of these.' })
export class MuteTarget {
  @Field(() => ID, { nullable: true, description: 'This participant.' })
  participantId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: everybody but hosts and co-hosts.' })
  everyone?: boolean | null;
}

@InputType({ description: 'What to switch off. They can switch it on again themselves, if their role lets them.' })
export class MuteInput {
  @Field(() => ID, { description: 'In which meeting.' })
  meetingId!: string;

  @Field(() => MuteTarget, { description: 'Whose.' })
  target!: MuteTarget;

  @Field(() => MediaSourceEnum, { description: 'Which of their devices. A shared screen is ended.' })
  source!: MediaSource;
}

@InputType({ description: 'Somebody to ask to speak.' })
export class AskToUnmuteInput extends AboutSomebody {}

@InputType({ description: 'Somebody to put out, with all their devices.' })
export class RemoveParticipantInput extends AboutSomebody {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: for good. For a guest it binds their token, and sends guests of this meeting to the lobby. Left out: they may ask again.',
  })
  ban?: boolean | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class SetRolePayload extends UserErrors {
  @Field(() => MeetingParticipant, { nullable: true, description: 'The participant, as they are now.' })
  participant?: MeetingParticipant;
}

@ObjectType({ isAbstract: true })
abstract class WithMeeting extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting.' })
  meeting?: MeetingType;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class MutePayload extends WithMeeting {}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class AskToUnmutePayload extends WithMeeting {}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class RemoveParticipantPayload extends WithMeeting {}
