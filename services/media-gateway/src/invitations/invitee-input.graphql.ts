import { Field, ID, InputType } from '@nestjs/graphql';

@InputType({ isOneOf: true, description: 'Somebody to invite: one of these.' })
export class InviteeInput {
  @Field(() => ID, { nullable: true, description: 'Somebody of one’s organisation.' })
  userId?: string | null;

  @Field(() => String, { nullable: true, description: 'Anybody with this e-mail address.' })
  email?: string | null;
}
