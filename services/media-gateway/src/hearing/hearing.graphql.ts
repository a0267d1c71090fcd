import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { OfOneself } from '../participants/of-oneself.graphql.ts';

@InputType({ description: 'What reaches one’s own device now.' })
export class ReportHearingInput extends OfOneself {
  @Field(() => [ID], { description: 'Participants whose sound is played. 500 at most.' })
  hears!: string[];

  @Field(() => [ID], { description: 'Participants who are unmuted and whose sound is not played. 500 at most.' })
  misses!: string[];

  @Field(() => [ID], {
    description: 'Participants from whom not one packet comes, though one’s own connection is well. 500 at most.',
  })
  silent!: string[];

  @Field({ description: 'Whether one’s device plays no sound at all.' })
  isSoundOff!: boolean;

  @Field({ description: 'Whether nothing comes from anybody.' })
  isCut!: boolean;
}

@ObjectType({ description: 'Somebody who should hear one and does not.' })
export class DeafListenerType {
  @Field(() => ID, { description: 'Who.' })
  participantId!: string;

  @Field({ description: 'Whether their device plays no sound at all; else one’s own sound does not reach it.' })
  isSoundOff!: boolean;
}

@ObjectType({ description: 'How one is heard.' })
export class Hearing {
  @Field(() => Int, {
    description: 'People who should hear one, because one is unmuted, and have said lately what they hear.',
  })
  listeners!: number;

  @Field(() => Int, { description: 'Those of them who do.' })
  heardBy!: number;

  @Field(() => [DeafListenerType], { description: 'The others, 50 at most.' })
  deaf!: DeafListenerType[];

  @Field(() => [ID], {
    description: 'Those of `silent` who are well by their own word: what fails is the way to oneself.',
  })
  wellIds!: string[];

  @Field(() => Int, { description: 'When to report again, in seconds from now; sooner when something changes. 2–10.' })
  againAfterSeconds!: number;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class ReportHearingPayload extends UserErrors {
  @Field(() => Hearing, { nullable: true, description: 'How one is heard oneself.' })
  hearing?: Hearing;
}
