import { Field, GraphQLISODateTime, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '@parley/subgraph';

@ObjectType('AttendanceInterval', {
  description: 'Time somebody was in without a break, with whichever of their devices.',
})
export class AttendanceIntervalType {
  @Field(() => GraphQLISODateTime, { description: 'When they came.' })
  joinedAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When they left. Null while they are in.' })
  leftAt!: Date | null;
}

@ObjectType({
  description: 'When somebody was in a meeting. A person with several devices is one; so is a guest with their token.',
})
export class MeetingAttendance {
  @Field({ description: 'The name they go by.' })
  displayName!: string;

  @Field({ description: 'Whether this is a guest: they chose their name themselves, and nobody vouches for it.' })
  isGuest!: boolean;

  @Field(() => ID, { nullable: true, description: 'Their user id; null for guests.' })
  userId!: string | null;

  @Field(() => [AttendanceIntervalType], { description: 'Earliest first. They neither overlap nor touch.' })
  intervals!: AttendanceIntervalType[];

  @Field(() => Int, { description: 'Whole seconds within the intervals; for whoever is in, until now.' })
  durationSeconds!: number;
}

export const AttendanceConnection = connectionOf(MeetingAttendance, 'Attendance');
