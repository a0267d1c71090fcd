import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { Admitted } from '../admission/admission.graphql.ts';

@InputType({ description: 'The stage page of a recorder, on its way in.' })
export class JoinStageInput {
  @Field({ description: 'The meeting’s code.' })
  code!: string;

  @Field({ description: 'What the recorder was given for this part of its recording. Nobody else has one.' })
  stageToken!: string;
}

@ObjectType({ description: 'Codes: NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class JoinStagePayload extends UserErrors {
  @Field(() => Admitted, { nullable: true, description: 'Come in, hidden, to see and hear.' })
  admission?: Admitted;
}
