import {
  Directive,
  Field,
  GraphQLISODateTime,
  HideField,
  ID,
  Int,
  ObjectType,
  registerEnumType,
} from '@nestjs/graphql';
import type { OrganisationId } from '@parley/contracts';
import { connectionOf, Node } from '@parley/subgraph';
import { ParticipantRoleEnum } from '../participants/participant.graphql.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { MEETING_ACCESS, MEETING_STATES, type MeetingAccess, type MeetingState } from './meeting.ts';

const words = <W extends string>(all: readonly W[]) =>
  Object.fromEntries(all.map((word) => [word, word])) as Record<W, W>;

export const MeetingAccessEnum = words(MEETING_ACCESS);
registerEnumType(MeetingAccessEnum, {
  name: 'MeetingAccess',
  description: 'Who may enter a meeting by its link.',
  valuesMap: {
    PUBLIC: { description: 'Anybody; without an account as a guest, by a name of their choice.' },
    SIGNED_IN: { description: 'Whoever is signed in.' },
    ORGANISATION: { description: 'People of the organisation.' },
    INVITED: { description: 'Hosts and co-hosts, and whom they invite.' },
  },
});

export const MeetingStateEnum = words(MEETING_STATES);
registerEnumType(MeetingStateEnum, {
  name: 'MeetingState',
  description: 'Where a meeting stands.',
  valuesMap: {
    SCHEDULED: { description: 'It begins in more than 15 minutes; until then hosts and co-hosts alone come in.' },
    OPEN: { description: 'It can be joined and nobody is in.' },
    LIVE: { description: 'Somebody is in.' },
    ENDED: { description: 'It was ended for good, or called off, and cannot be joined any more.' },
  },
});

@ObjectType({ description: 'What presenters may do. Hosts and co-hosts may everything, viewers nothing of it.' })
@Directive('@shareable')
export class MeetingPermissions {
  @Field({ description: 'Switch their microphone on.' })
  presentersMayUnmute!: boolean;

  @Field({ description: 'Switch their camera on.' })
  presentersMayStartVideo!: boolean;

  @Field({ description: 'Share their screen.' })
  presentersMayShare!: boolean;

  @Field({ description: 'Write in the meeting’s chat.' })
  presentersMayChat!: boolean;
}

@ObjectType({ description: 'Who holds a meeting.' })
export class MeetingHost {
  @Field(() => ID, { description: 'Id of the user.' })
  userId!: string;

  @Field({ description: 'The name they go by.' })
  displayName!: string;

  @Field(() => String, { nullable: true, description: 'Address of their picture.' })
  avatarUrl!: string | null;
}

@ObjectType('Meeting', {
  implements: () => [Node],
  description:
    'A meeting. Whoever has its code sees its title and host; who is in is for those who may walk in, or were let in.',
})
@Directive('@key(fields: "id")')
export class MeetingType implements Node {
  @Field(() => ID, { description: 'Opaque, `mtg_…`.' })
  id!: string;

  @Field({ description: 'What one types to join, for example `bcd-fghj-kmn`.' })
  code!: string;

  @Field({ description: 'The link to share.' })
  url!: string;

  @Field({ description: '1–200 characters.' })
  title!: string;

  @Field(() => MeetingStateEnum, { description: 'Where it stands.' })
  state!: MeetingState;

  @Field(() => MeetingAccessEnum, { description: 'Who may enter by the link.' })
  access!: MeetingAccess;

  @Field(() => MeetingHost, { nullable: true, description: 'Who holds it. Null while they cannot be named.' })
  host!: MeetingHost | null;

  @Field(() => GraphQLISODateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it was ended for good.' })
  endedAt!: Date | null;

  @Field({
    description: 'Whether one waits until a host lets one in: everybody, or guests once one of them was banned.',
  })
  hasLobby!: boolean;

  @Field({ description: 'Whether nobody new comes in.' })
  isLocked!: boolean;

  @Field({ description: 'Whether one needs a passcode.' })
  hasPasscode!: boolean;

  @Field(() => MeetingPermissions, {
    nullable: true,
    description: 'What presenters may do. Null for those who may not see who is in.',
  })
  permissions!: MeetingPermissions | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The participant whom everybody sees large; they may have left. Null for nobody, and for those who may not see who is in.',
  })
  spotlight!: string | null;

  @Field(() => ParticipantRoleEnum, {
    nullable: true,
    description:
      'What one is in it, also before one joins. Null for those to whom it is not open, and for guests who are not in.',
  })
  myRole!: ParticipantRole | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'When it begins, the first time. Null: no schedule.',
  })
  startsAt!: Date | null;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'When it ends, the first time.' })
  endsAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'IANA name of the time zone it was scheduled in.' })
  timeZone!: string | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Start of the time that goes on, or of the next. Null: there is none to come, or no schedule.',
  })
  nextStartsAt!: Date | null;

  @Field(() => Int, { description: 'People in it at most, 1–10,000.' })
  mostPeople!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes that people may meet in it without a break. Null: as long as they like.',
  })
  mostMinutes!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Minutes alone in it after which a client asks whether one is still there, and leaves. Null: never.',
  })
  aloneMinutes!: number | null;

  @Field({ description: 'Whether it is a room that is always there.' })
  isPermanent!: boolean;

  @Field({ description: 'Whether it was called off; then its state is ENDED.' })
  isCancelled!: boolean;

  @HideField()
  organisationId!: OrganisationId;

  @HideField()
  showsParticipants!: boolean;

  @HideField()
  showsLobby!: boolean;
}

export const MeetingConnection = connectionOf(MeetingType, 'Meeting');
