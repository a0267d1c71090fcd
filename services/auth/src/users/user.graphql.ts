import { Directive, Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ROLES, type Role } from '@parley/contracts';
import { Scoped } from '@parley/identity';
import { Node, UserErrors } from '@parley/subgraph';

export const OrganisationRole = Object.fromEntries(ROLES.map((role) => [role, role])) as Record<Role, Role>;
registerEnumType(OrganisationRole, {
  name: 'OrganisationRole',
  description: 'What somebody is in their organisation, widest first.',
});

@ObjectType('User', { implements: () => [Node], description: 'A person of the organisation.' })
@Directive('@key(fields: "id")')
export class UserType implements Node {
  @Field(() => ID, { description: 'Opaque, `usr_…`.' })
  id!: string;

  @Field({ description: 'The name they go by, 1–80 characters.' })
  displayName!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Path of their picture at this origin: WebP, 512 pixels square; with `96.webp` in the place of `512.webp` a small one.',
  })
  avatarUrl!: string | null;

  @Field(() => String, { nullable: true, description: 'Their position, up to 80 characters.' })
  title!: string | null;

  @Field(() => String, { nullable: true, description: 'Null unless oneself.' })
  @Scoped('profile:read')
  email!: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether one has shown that the address is one’s own (`askEmailConfirmation`). Null unless oneself.',
  })
  @Scoped('profile:read')
  isEmailConfirmed!: boolean | null;

  @Field(() => String, { nullable: true, description: 'Null unless oneself.' })
  @Scoped('profile:read')
  phone!: string | null;

  @Field(() => String, { nullable: true, description: 'Language and region, BCP 47. Null unless oneself.' })
  @Scoped('profile:read')
  locale!: string | null;

  @Field(() => OrganisationRole, { description: 'What they are in the organisation.' })
  role!: Role;
}

@ObjectType({ description: 'What proves who one is, for five minutes. The refresh cookie gets the next one.' })
export class Session {
  @Field({ description: 'Bearer token for HTTP (`Authorization`) and sockets (`connection_init`).' })
  accessToken!: string;

  @Field(() => GraphQLISODateTime, { description: 'When the token expires.' })
  expiresAt!: Date;
}

@InputType()
export class SignUpInput {
  @Field({ description: 'Where one can be reached; used to sign in. At most 254 characters.' })
  email!: string;

  @Field({ description: '15–256 characters of any kind; known passwords are refused.' })
  password!: string;

  @Field({ description: 'The name others see, 1–80 characters.' })
  displayName!: string;
}

@InputType()
export class SignInInput {
  @Field({ description: 'The address one signed up with.' })
  email!: string;

  @Field({ description: 'The password.' })
  password!: string;
}

@InputType()
export class UpdateProfileInput {
  @Field(() => String, { nullable: true, description: '1–80 characters. Left out: unchanged.' })
  displayName?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'International form, `+` and 6–15 digits. Null: removed. Left out: unchanged.',
  })
  phone?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Position, up to 80 characters. Null: removed. Left out: unchanged.',
  })
  title?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'BCP 47, for example `en-GB`. Null: removed. Left out: unchanged.',
  })
  locale?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, WEAK_PASSWORD, EMAIL_TAKEN, RATE_LIMITED, FORBIDDEN, UNAVAILABLE.' })
export class SignUpPayload extends UserErrors {
  @Field(() => Session, { nullable: true, description: 'The session that was started.' })
  session?: Session;

  @Field(() => UserType, { nullable: true, description: 'Who one is now.' })
  user?: UserType;
}

@ObjectType({ description: 'Codes: INVALID_CREDENTIALS, RATE_LIMITED, FORBIDDEN, UNAVAILABLE.' })
export class SignInPayload extends UserErrors {
  @Field(() => Session, { nullable: true, description: 'The session that was started.' })
  session?: Session;

  @Field(() => UserType, { nullable: true, description: 'Who one is.' })
  user?: UserType;
}

@ObjectType({ description: 'Codes: INVALID_CREDENTIALS, UNAVAILABLE.' })
export class RefreshSessionPayload extends UserErrors {
  @Field(() => Session, { nullable: true, description: 'The session, with a new token.' })
  session?: Session;
}

@ObjectType({ description: 'Codes: UNAVAILABLE.' })
export class SignOutPayload extends UserErrors {}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, UNAVAILABLE.' })
export class UpdateProfilePayload extends UserErrors {
  @Field(() => UserType, { nullable: true, description: 'The profile as it is now.' })
  user?: UserType;
}
