import { Field, GraphQLISODateTime, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf, UserErrors } from '@parley/subgraph';
import { MeetingRecurrence } from '../schedule/recurrence.graphql.ts';
import { INVITATION_ANSWERS, type InvitationAnswer } from './invitee.ts';

export const InvitationAnswerEnum = Object.fromEntries(INVITATION_ANSWERS.map((word) => [word, word])) as Record<
  InvitationAnswer,
  InvitationAnswer
>;
registerEnumType(InvitationAnswerEnum, {
  name: 'InvitationAnswer',
  description: 'What somebody answered to an invitation.',
  valuesMap: {
    NONE: { description: 'Nothing yet; also after the meeting was moved to another time.' },
    YES: { description: 'They come.' },
    MAYBE: { description: 'They may come.' },
    NO: { description: 'They do not come.' },
  },
});

@ObjectType('Invitee', { description: 'Somebody who is invited to a meeting.' })
export class InviteeType {
  @Field({ description: 'The name of their account, or else their address.' })
  displayName!: string;

  @Field({ description: 'The address the invitation went to.' })
  email!: string;

  @Field(() => ID, { nullable: true, description: 'Their user id; null while no account has claimed the address.' })
  userId!: string | null;

  @Field(() => InvitationAnswerEnum, { description: 'What they answered.' })
  answer!: InvitationAnswer;
}

export const InviteeConnection = connectionOf(InviteeType, 'Invitee');

@ObjectType('Invitation', { description: 'An invitation, for whoever has its link or is invited by their account.' })
export class InvitationType {
  @Field(() => ID, { description: 'To which meeting.' })
  meetingId!: string;

  @Field({ description: 'What one types to join.' })
  code!: string;

  @Field({ description: 'The link to join by.' })
  url!: string;

  @Field({ description: 'The meeting’s title.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Who holds it. Null while they cannot be named.' })
  hostName!: string | null;

  @Field({ description: 'Who is invited: the name of their account, or else their address.' })
  displayName!: string;

  @Field(() => InvitationAnswerEnum, { description: 'What they answered.' })
  answer!: InvitationAnswer;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it begins, the first time. Null: no schedule.',
  })
  startsAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it ends, the first time.' })
  endsAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'The time that goes on, or the next; null: none.' })
  nextStartsAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'IANA name.' })
  timeZone!: string | null;

  @Field(() => MeetingRecurrence, { nullable: true, description: 'How it comes again. Null: it does not.' })
  recurrence!: MeetingRecurrence | null;

  @Field({ description: 'Whether it was called off.' })
  isCancelled!: boolean;
}

@InputType({ description: 'An answer to an invitation: by `meetingId` for whoever is signed in, or by `token`.' })
export class AnswerInvitationInput {
  @Field(() => ID, { nullable: true, description: 'To the invitation of one’s account to this meeting.' })
  meetingId?: string | null;

  @Field(() => String, { nullable: true, description: 'To the invitation whose link has this token.' })
  token?: string | null;

  @Field(() => InvitationAnswerEnum, { description: 'YES, MAYBE or NO.' })
  answer!: InvitationAnswer;
}

@ObjectType({ description: 'Codes: BAD_USER_INPUT, NOT_FOUND, CONFLICT, UNAVAILABLE.' })
export class AnswerInvitationPayload extends UserErrors {
  @Field(() => InvitationType, { nullable: true, description: 'The invitation, answered.' })
  invitation?: InvitationType;
}
