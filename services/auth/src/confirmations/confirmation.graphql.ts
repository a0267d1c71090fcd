import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { UserType } from '../users/user.graphql.ts';

@ObjectType({ description: 'Codes: RATE_LIMITED, UNAVAILABLE.' })
export class AskEmailConfirmationPayload extends UserErrors {
  @Field(() => Boolean, { nullable: true, description: 'True: a link is on its way, unless the address is confirmed.' })
  isAsked?: boolean;
}

@InputType()
export class ConfirmEmailInput {
  @Field({ description: 'What stands in the link, `eml_…`.' })
  token!: string;
}

@ObjectType({ description: 'Codes: NOT_FOUND, UNAVAILABLE.' })
export class ConfirmEmailPayload extends UserErrors {
  @Field(() => UserType, { nullable: true, description: 'Oneself, with a confirmed address.' })
  user?: UserType;
}
