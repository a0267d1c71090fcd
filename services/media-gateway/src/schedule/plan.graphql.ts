import { Field, GraphQLISODateTime, InputType, Int } from '@nestjs/graphql';
import { InviteeInput } from '../invitations/invitee-input.graphql.ts';
import { RecurrenceInput } from './recurrence.graphql.ts';

@InputType({ isAbstract: true })
export abstract class PlanInput {
  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it begins, the first time: to come, whole seconds. Left out: no schedule, or as it was.',
  })
  startsAt?: Date | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description:
      'When it ends, the first time: 1 minute to 24 hours later. A change of `startsAt` alone keeps the length.',
  })
  endsAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'IANA name, for example `Europe/Berlin`: a recurrence keeps its local time there. Left out: UTC.',
  })
  timeZone?: string | null;

  @Field(() => RecurrenceInput, { nullable: true, description: 'How it comes again. Left out: once, or as it was.' })
  recurrence?: RecurrenceInput | null;

  @Field(() => Int, {
    nullable: true,
    description: 'People in it at most, 1–10,000. Left out: the installation’s limit, or as it was.',
  })
  mostPeople?: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'Minutes that people may meet without a break, 1–10,080: five minutes before they are told, then everybody is out. Left out: the installation’s limit, or as it was.',
  })
  mostMinutes?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it is a room that is always there, without a schedule. Left out: no, or as it was.',
  })
  isPermanent?: boolean | null;

  @Field(() => [InviteeInput], {
    nullable: true,
    description:
      'Whom to invite, 200 at most; somebody named twice is one. In place of those before. Left out: nobody, or as it was.',
  })
  invitees?: InviteeInput[] | null;
}
