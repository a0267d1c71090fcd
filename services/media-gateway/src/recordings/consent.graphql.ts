import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { OfOneself } from '../participants/of-oneself.graphql.ts';
import { RecordingType } from './recording.graphql.ts';

@InputType({ description: 'What one says to being recorded.' })
export class ConsentToRecordingInput extends OfOneself {
  @Field({ description: 'True: one stays, and may be recorded. False: one leaves, with all of one’s devices.' })
  stays!: boolean;

  @Field({ description: 'Which text one was shown: 1–64 characters, for example `2026-11/en`. It is kept.' })
  textVersion!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT, UNAVAILABLE.' })
export class ConsentToRecordingPayload extends UserErrors {
  @Field(() => RecordingType, { nullable: true, description: 'The recording that it was said to.' })
  recording?: RecordingType;
}

@ObjectType({ description: 'What somebody said to being recorded.' })
export class RecordingConsent {
  @Field({ description: 'The name they went by.' })
  displayName!: string;

  @Field(() => ID, { nullable: true, description: 'Their user id; null for guests.' })
  userId!: string | null;

  @Field({ description: 'Whether they stayed.' })
  stays!: boolean;

  @Field({ description: 'Which text they were shown.' })
  textVersion!: string;

  @Field(() => GraphQLISODateTime, { description: 'When.' })
  at!: Date;
}

export const RecordingConsentConnection = connectionOf(RecordingConsent, 'RecordingConsent');
