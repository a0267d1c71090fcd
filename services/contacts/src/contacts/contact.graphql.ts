import { Directive, Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { UserType } from '../directory/user.graphql.ts';
import { CONTACT_STATES, type ContactState } from './contact.ts';

/** The words of the graph's enum. */
export const ContactStateEnum = Object.fromEntries(CONTACT_STATES.map((state) => [state, state])) as {
  [S in ContactState]: S;
};
registerEnumType(ContactStateEnum, {
  name: 'ContactState',
  description: 'How one stands to somebody.',
  valuesMap: {
    NONE: { description: 'No contact, and nobody has asked.' },
    REQUESTED: { description: 'One has asked them and waits for their answer.' },
    REQUEST_RECEIVED: { description: 'They have asked and wait for one’s answer.' },
    CONTACT: { description: 'They are one’s contact.' },
    BLOCKED: { description: 'One blocks them. Whether they block one, nobody is told.' },
    SELF: { description: 'It is oneself.' },
  },
});

@ObjectType('Contact', { description: 'Somebody one knows.' })
@Directive('@key(fields: "userId")')
export class ContactType {
  @Field(() => ID, { description: 'Who it is.' })
  userId!: string;

  @Field(() => UserType, { nullable: true, description: 'Who it is, with everything the graph knows of them.' })
  user!: UserType | null;

  @Field(() => GraphQLISODateTime, { description: 'Since when they know each other.' })
  since!: Date;
}

/** A page of contacts. */
export const ContactConnection = connectionOf(ContactType, 'Contact');

@InputType({ description: 'Whom to know no longer.' })
export class RemoveContactInput {
  @Field(() => ID, { description: 'A contact, `usr_…`.' })
  userId!: string;

  @Field(() => String, {
    nullable: true,
    description: '1–128 characters. Sent again with the same nonce it is done once, for seven days.',
  })
  clientNonce?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT, UNAVAILABLE.' })
export class RemoveContactPayload extends UserErrors {
  @Field(() => UserType, { nullable: true, description: 'Who is a contact no longer.' })
  user?: UserType;
}
