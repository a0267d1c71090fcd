import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { OfOneself } from '../participants/of-oneself.graphql.ts';
import { MeetingParticipant } from '../participants/participant.graphql.ts';
import { MeetingReactionEnum } from './reaction-enum.graphql.ts';
import type { MeetingReaction } from './reaction.ts';

@InputType({ description: 'What to show the others for a moment.' })
export class ReactInput extends OfOneself {
  @Field(() => MeetingReactionEnum, { description: 'What.' })
  reaction!: MeetingReaction;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED, UNAVAILABLE.' })
export class ReactPayload extends UserErrors {
  @Field(() => MeetingParticipant, { nullable: true, description: 'Oneself.' })
  participant?: MeetingParticipant;
}
