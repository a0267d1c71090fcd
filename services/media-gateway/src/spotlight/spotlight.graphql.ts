import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';

@InputType({ description: 'Whom everybody is to see large.' })
export class SetSpotlightInput {
  @Field(() => ID, { description: 'In which meeting.' })
  meetingId!: string;

  @Field(() => ID, { nullable: true, description: 'Who; null: nobody any more.' })
  participantId?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class SetSpotlightPayload extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting, changed.' })
  meeting?: MeetingType;
}
