import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';

@ObjectType('AccessToken', {
  description: 'A personal access token: what a program may do in one’s name. Its secret was shown when it was made.',
})
export class AccessTokenType {
  @Field(() => ID, { description: 'Opaque, `tok_…`.' })
  id!: string;

  @Field({ description: 'What one calls it, 1–64 characters.' })
  name!: string;

  @Field(() => [String], { description: 'What it may, of the list in `docs/api/scopes.md`; in alphabetical order.' })
  scopes!: readonly string[];

  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => GraphQLISODateTime, { description: 'When it ends by itself.' })
  expiresAt!: Date;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it was used last, to the minute. Null: never.',
  })
  lastUsedAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was revoked. Null: it was not.' })
  revokedAt!: Date | null;
}

export const AccessTokenConnection = connectionOf(AccessTokenType, 'AccessToken');

@InputType({ description: 'A token to make.' })
export class CreateAccessTokenInput {
  @Field({ description: 'What one calls it, 1–64 characters.' })
  name!: string;

  @Field(() => [String], { description: 'What it may: at least one of the list in `docs/api/scopes.md`.' })
  scopes!: string[];

  @Field(() => GraphQLISODateTime, { description: 'When it ends: in the future, 366 days ahead at most.' })
  expiresAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: '1–128 characters of one’s own. The same ones again: the same token, and no second one.',
  })
  clientNonce?: string | null;
}

@InputType({ description: 'A token to end.' })
export class RevokeAccessTokenInput {
  @Field(() => ID, { description: 'Which of one’s own.' })
  id!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, CONFLICT, UNAVAILABLE.' })
export class CreateAccessTokenPayload extends UserErrors {
  @Field(() => String, { nullable: true, description: 'The bearer, `pat_…`. Keep it: it is not shown again.' })
  secret?: string;

  @Field(() => AccessTokenType, { nullable: true, description: 'The token that was made.' })
  accessToken?: AccessTokenType;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, UNAVAILABLE.' })
export class RevokeAccessTokenPayload extends UserErrors {
  @Field(() => AccessTokenType, { nullable: true, description: 'The token, which is dead within five seconds.' })
  accessToken?: AccessTokenType;
}
