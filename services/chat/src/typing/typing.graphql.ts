import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';

@ObjectType({
  description:
    'Somebody is writing: show it for 6 seconds, or until their message comes. A passing word: it may be lost, and is never told later.',
})
export class Typing {
  @Field({ description: 'Where you are in the log: the cursor of the last event before it.' })
  cursor!: string;

  @Field(() => ID, { description: 'Who.' })
  userId!: string;

  @Field({ description: 'Their name.' })
  displayName!: string;
}

@InputType()
export class SetTypingInput {
  @Field(() => ID, { description: 'A conversation one may write in.' })
  conversationId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class SetTypingPayload extends UserErrors {
  @Field(() => ID, { nullable: true, description: 'Where one types.' })
  conversationId?: string;
}
