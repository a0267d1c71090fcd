import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { UserType } from '../directory/user.graphql.ts';

@ObjectType({ description: 'Somebody whom one blocks.' })
export class BlockedUser {
  @Field(() => ID, { description: 'Who it is.' })
  userId!: string;

  @Field(() => UserType, { nullable: true, description: 'Who it is, with everything the graph knows of them.' })
  user!: UserType | null;

  @Field(() => GraphQLISODateTime, { description: 'Since when.' })
  since!: Date;
}

/** A page of blocked people. */
export const BlockedUserConnection = connectionOf(BlockedUser, 'BlockedUser');

@InputType({ description: 'Whom to block.' })
export class BlockUserInput {
  @Field(() => ID, { description: 'Somebody of the organisation, `usr_…`.' })
  userId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class BlockUserPayload extends UserErrors {
  @Field(() => UserType, { nullable: true, description: 'Who is blocked now.' })
  user?: UserType;
}

@InputType({ description: 'Whom to block no longer.' })
export class UnblockUserInput {
  @Field(() => ID, { description: 'Somebody of the organisation, `usr_…`.' })
  userId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class UnblockUserPayload extends UserErrors {
  @Field(() => UserType, { nullable: true, description: 'Who is blocked no longer.' })
  user?: UserType;
}
