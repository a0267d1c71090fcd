import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';

@InputType({ description: 'A scheduled meeting, or a permanent room, to cancel.' })
export class CancelMeetingInput {
  @Field(() => ID, { description: 'Which one.' })
  meetingId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class CancelMeetingPayload extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting, cancelled.' })
  meeting?: MeetingType;
}
