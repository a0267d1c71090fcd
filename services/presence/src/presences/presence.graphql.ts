import { Directive, Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { AVAILABILITIES, type Availability } from './presence.ts';

/** The words of the graph's enum. */
export const AvailabilityEnum = Object.fromEntries(AVAILABILITIES.map((word) => [word, word])) as {
  [A in Availability]: A;
};
registerEnumType(AvailabilityEnum, {
  name: 'Availability',
  description: 'How reachable somebody is.',
  valuesMap: {
    ONLINE: { description: 'Here, on one device at least.' },
    AWAY: { description: 'Here, but nobody has touched any of their devices for a while; or they say so.' },
    BUSY: { description: 'Here, and at something, they say.' },
    DO_NOT_DISTURB: { description: 'Here, and not to be disturbed, they say; in a call too.' },
    IN_A_CALL: { description: 'In a call or a meeting. Comes and goes by itself.' },
    OFFLINE: { description: 'Not here, or as if.' },
  },
});

@ObjectType('Presence', { description: 'Whether somebody is here.' })
export class PresenceType {
  @Field(() => ID, { description: 'Who it is.' })
  userId!: string;

  @Field(() => AvailabilityEnum, { description: 'How reachable they are; all of their devices together.' })
  availability!: Availability;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When they were last here. Null while they are, when they never were, and when they hide it.',
  })
  lastSeenAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What they say of themselves, up to 140 characters.' })
  text!: string | null;
}

@ObjectType('User', { description: 'A person of the organisation.' })
@Directive('@key(fields: "id")')
export class UserType {
  @Field(() => ID, { description: 'Opaque, `usr_…`.' })
  id!: string;
}
