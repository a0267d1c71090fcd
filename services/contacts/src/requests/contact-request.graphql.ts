import { Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { ContactType } from '../contacts/contact.graphql.ts';
import { UserType } from '../directory/user.graphql.ts';
import { CONTACT_REQUEST_STATES, type ContactRequestState } from './contact-request.ts';

/** The words of the graph's enum. */
export const ContactRequestStateEnum = Object.fromEntries(CONTACT_REQUEST_STATES.map((state) => [state, state])) as {
  [S in ContactRequestState]: S;
};
registerEnumType(ContactRequestStateEnum, {
  name: 'ContactRequestState',
  description: 'What became of a contact request.',
  valuesMap: {
    PENDING: { description: 'It waits for an answer.' },
    ACCEPTED: { description: 'They became contacts.' },
    DECLINED: { description: 'The one who was asked does not wish to.' },
    WITHDRAWN: { description: 'The one who asked took it back.' },
  },
});

@ObjectType('ContactRequest', { description: 'Somebody asks somebody to be their contact.' })
export class ContactRequestType {
  @Field(() => ID, { description: 'Opaque, `req_…`.' })
  id!: string;

  @Field(() => UserType, { nullable: true, description: 'Who asks.' })
  from!: UserType | null;

  @Field(() => UserType, { nullable: true, description: 'Who is asked.' })
  to!: UserType | null;

  @Field(() => ContactRequestStateEnum, { description: 'What became of it.' })
  state!: ContactRequestState;

  @Field(() => GraphQLISODateTime, { description: 'When it was sent.' })
  sentAt!: Date;
}

/** A page of requests. */
export const ContactRequestConnection = connectionOf(ContactRequestType, 'ContactRequest');

@InputType({ description: 'Whom to ask.' })
export class RequestContactInput {
  @Field(() => ID, { description: 'Somebody of the organisation, `usr_…`.' })
  userId!: string;

  @Field(() => String, {
    nullable: true,
    description: '1–128 characters. Sent again with the same nonce it is done once, for seven days.',
  })
  clientNonce?: string | null;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT, UNAVAILABLE.' })
export class RequestContactPayload extends UserErrors {
  @Field(() => ContactRequestType, {
    nullable: true,
    description: 'The request: a new one, the one that was pending, or theirs when they had asked before.',
  })
  request?: ContactRequestType;

  @Field(() => ContactType, { nullable: true, description: 'The contact, when they had asked before.' })
  contact?: ContactType | null;
}

@InputType({ description: 'Which request to take back.' })
export class WithdrawContactRequestInput {
  @Field(() => ID, { description: 'One of one’s own that waits, `req_…`.' })
  requestId!: string;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT, UNAVAILABLE.' })
export class WithdrawContactRequestPayload extends UserErrors {
  @Field(() => ContactRequestType, { nullable: true, description: 'The request as it is now.' })
  request?: ContactRequestType;
}

@InputType({ description: 'The answer to a request one has received.' })
export class RespondToContactRequestInput {
  @Field(() => ID, { description: 'The request, `req_…`.' })
  requestId!: string;

  @Field({ description: 'True: become contacts. False: decline.' })
  accept!: boolean;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT, UNAVAILABLE.' })
export class RespondToContactRequestPayload extends UserErrors {
  @Field(() => ContactType, { nullable: true, description: 'The contact; null after declining.' })
  contact?: ContactType | null;
}
