import { Field, ID, InputType } from '@nestjs/graphql';

/** Where somebody is who does something of their own in a meeting. */
@InputType({ isAbstract: true })
export abstract class OfOneself {
  @Field(() => ID, { description: 'In which meeting; one is in it.' })
  meetingId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'With which of one’s own devices. Left out: with the one that came last.',
  })
  participantId?: string | null;

  @Field(() => String, { nullable: true, description: 'For guests: their token.' })
  guestToken?: string | null;
}
