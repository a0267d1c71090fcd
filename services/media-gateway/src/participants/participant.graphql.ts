import { Field, GraphQLISODateTime, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '@parley/subgraph';
import { PARTICIPANT_ROLES, type ParticipantRole } from './participant.ts';

export const ParticipantRoleEnum = Object.fromEntries(PARTICIPANT_ROLES.map((role) => [role, role])) as Record<
  ParticipantRole,
  ParticipantRole
>;
registerEnumType(ParticipantRoleEnum, {
  name: 'ParticipantRole',
  description: 'What somebody may do in a meeting, widest first.',
  valuesMap: {
    HOST: { description: 'Everything, the end of the meeting included.' },
    CO_HOST: { description: 'What a host may, but for ending it.' },
    PRESENTER: { description: 'Be seen and heard, and share a screen.' },
    VIEWER: { description: 'See and hear.' },
  },
});

@ObjectType({ description: 'One device of somebody in a meeting. Show this name, never one that came with the media.' })
export class MeetingParticipant {
  @Field(() => ID, { description: 'Opaque, `par_…`.' })
  id!: string;

  @Field({ description: 'Who this is in the media room.' })
  identity!: string;

  @Field({ description: 'The name they go by.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Path of their picture, as `User.avatarUrl`; null for guests.' })
  avatarUrl!: string | null;

  @Field(() => ParticipantRoleEnum, { description: 'What they may do.' })
  role!: ParticipantRole;

  @Field({ description: 'Whether this is a guest: they chose their name themselves, and nobody vouches for it.' })
  isGuest!: boolean;

  @Field(() => ID, { nullable: true, description: 'Their user id; null for guests.' })
  userId!: string | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When they came in. Null while they are connecting.',
  })
  joinedAt!: Date | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Since when their hand is up: the earliest is first in line. Null while it is down.',
  })
  handRaisedAt!: Date | null;
}

export const MeetingParticipantConnection = connectionOf(MeetingParticipant, 'MeetingParticipant');
