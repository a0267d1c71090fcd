import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { UserErrors } from '@parley/subgraph';
import { ConversationType } from '../conversations/conversation.graphql.ts';

@InputType()
export class AddMembersInput {
  @Field(() => ID, { description: 'A group one is in.' })
  conversationId!: string;

  @Field(() => [ID], { description: '1–100 people of the organisation. Those who are in already are passed over.' })
  userIds!: string[];
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class AddMembersPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The group as it is now.' })
  conversation?: ConversationType;
}

@InputType()
export class RemoveMemberInput {
  @Field(() => ID, { description: 'A group one manages.' })
  conversationId!: string;

  @Field(() => ID, { description: 'Somebody else. Who has gone already stays gone.' })
  userId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class RemoveMemberPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The group as it is now.' })
  conversation?: ConversationType;
}

@InputType()
export class LeaveConversationInput {
  @Field(() => ID, { description: 'A group one is in, or was.' })
  conversationId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class LeaveConversationPayload extends UserErrors {
  @Field(() => ID, { nullable: true, description: 'Where one is no more.' })
  conversationId?: string;
}

@InputType()
export class RenameConversationInput {
  @Field(() => ID, { description: 'A group one is in.' })
  conversationId!: string;

  @Field(() => String, { nullable: true, description: '1–120 characters in one line; null: named by its members.' })
  title?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, UNAVAILABLE.' })
export class RenameConversationPayload extends UserErrors {
  @Field(() => ConversationType, { nullable: true, description: 'The group as it is now.' })
  conversation?: ConversationType;
}
