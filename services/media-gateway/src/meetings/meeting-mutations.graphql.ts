import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { PlanInput } from '../schedule/plan.graphql.ts';
import { MeetingAccessEnum, MeetingType } from './meeting.graphql.ts';
import type { MeetingAccess } from './meeting.ts';

@InputType({ description: 'A meeting to make.' })
export class CreateMeetingInput extends PlanInput {
  @Field(() => String, { nullable: true, description: '1–200 characters. Left out: “Meeting”.' })
  title?: string | null;

  @Field(() => MeetingAccessEnum, { nullable: true, description: 'Who may enter by the link. Left out: SIGNED_IN.' })
  access?: MeetingAccess | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether everybody but hosts and co-hosts waits to be let in. Left out: no.',
  })
  lobby?: boolean | null;

  @Field(() => String, { nullable: true, description: '4–32 characters. Left out or empty: none.' })
  passcode?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Any text of 1–128 characters. The same again gives the same meeting.',
  })
  clientNonce?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, CONFLICT, RATE_LIMITED, UNAVAILABLE.' })
export class CreateMeetingPayload extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting that was made.' })
  meeting?: MeetingType;
}

@InputType({ description: 'A meeting to end.' })
export class EndMeetingInput {
  @Field(() => ID, { description: 'Which one.' })
  meetingId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class EndMeetingPayload extends UserErrors {
  @Field(() => MeetingType, {
    nullable: true,
    description: 'The meeting: ENDED, or as it stands now where it lives on.',
  })
  meeting?: MeetingType;
}
