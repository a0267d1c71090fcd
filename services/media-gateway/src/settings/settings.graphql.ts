import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MeetingAccessEnum, MeetingType } from '../meetings/meeting.graphql.ts';
import type { MeetingAccess } from '../meetings/meeting.ts';
import { PlanInput } from '../schedule/plan.graphql.ts';

@InputType({ description: 'Whether anybody new comes in.' })
export class LockMeetingInput {
  @Field(() => ID, { description: 'Which meeting.' })
  meetingId!: string;

  @Field({ description: 'True: nobody but hosts, co-hosts, those who are in, and whom a host lets in from the lobby.' })
  locked!: boolean;
}

@InputType({ description: 'What presenters may do. What is left out stays as it is.' })
export class MeetingPermissionsInput {
  @Field(() => Boolean, { nullable: true, description: 'Switch their microphone on.' })
  presentersMayUnmute?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Switch their camera on.' })
  presentersMayStartVideo?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Share their screen.' })
  presentersMayShare?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Write in the meeting’s chat.' })
  presentersMayChat?: boolean | null;
}

@InputType({ description: 'What to change of a meeting. What is left out stays as it is.' })
export class UpdateMeetingInput extends PlanInput {
  @Field(() => ID, { description: 'Which meeting.' })
  meetingId!: string;

  @Field(() => String, { nullable: true, description: '1–200 characters.' })
  title?: string | null;

  @Field(() => MeetingAccessEnum, { nullable: true, description: 'Who may enter by the link.' })
  access?: MeetingAccess | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether everybody but hosts and co-hosts waits to be let in. Switched off, it lets in those who wait.',
  })
  lobby?: boolean | null;

  @Field(() => String, { nullable: true, description: '4–32 characters, or an empty text for none.' })
  passcode?: string | null;

  @Field(() => MeetingPermissionsInput, { nullable: true, description: 'What presenters may do.' })
  permissions?: MeetingPermissionsInput | null;
}

@ObjectType({ isAbstract: true })
abstract class WithMeeting extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting, changed.' })
  meeting?: MeetingType;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class LockMeetingPayload extends WithMeeting {}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED, UNAVAILABLE.' })
export class UpdateMeetingPayload extends WithMeeting {}
