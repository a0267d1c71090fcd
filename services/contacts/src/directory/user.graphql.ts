import { Directive, Field, ID, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '@parley/subgraph';

@ObjectType('User', { description: 'A person of the organisation.' })
@Directive('@key(fields: "id")')
export class UserType {
  @Field(() => ID, { description: 'Opaque, `usr_…`.' })
  id!: string;
}

/** A page of people. */
export const UserConnection = connectionOf(UserType, 'User');
