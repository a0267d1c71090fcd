import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import { OfOneself } from '../participants/of-oneself.graphql.ts';
import { MeetingParticipant } from '../participants/participant.graphql.ts';

@InputType({ description: 'One’s own hand.' })
export class SetHandInput extends OfOneself {
  @Field({ description: 'Up, at the end of the line; or down. A hand that is up keeps its place.' })
  isRaised!: boolean;
}

@InputType({ isOneOf: true, description: 'Whose hands to lower: one of these.' })
export class HandsTarget {
  @Field(() => ID, { nullable: true, description: 'This participant’s.' })
  participantId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: everybody’s.' })
  everyone?: boolean | null;
}

@InputType({ description: 'Hands to lower.' })
export class LowerHandsInput {
  @Field(() => ID, { description: 'In which meeting.' })
  meetingId!: string;

  @Field(() => HandsTarget, { description: 'Whose.' })
  target!: HandsTarget;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class SetHandPayload extends UserErrors {
  @Field(() => MeetingParticipant, { nullable: true, description: 'Oneself, as one is now.' })
  participant?: MeetingParticipant;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class LowerHandsPayload extends UserErrors {
  @Field(() => MeetingType, { nullable: true, description: 'The meeting.' })
  meeting?: MeetingType;
}
