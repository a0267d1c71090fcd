import { Directive, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Scoped } from '@parley/identity';

export const MeetingStateEnum = { SCHEDULED: 'SCHEDULED', OPEN: 'OPEN', LIVE: 'LIVE', ENDED: 'ENDED' } as const;
registerEnumType(MeetingStateEnum, {
  name: 'MeetingState',
  description: 'Where a meeting stands.',
  valuesMap: {
    SCHEDULED: { description: 'It has a start, which is to come.' },
    OPEN: { description: 'It can be joined and nobody is in.' },
    LIVE: { description: 'Somebody is in.' },
    ENDED: { description: 'It was ended for everybody and cannot be joined any more.' },
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

@ObjectType({ description: 'A meeting as it stood when something happened.' })
@Directive('@shareable')
export class MeetingNotice {
  @Field(() => ID, { description: 'Opaque, `mtg_…`.' })
  id!: string;

  @Field({ description: 'What one types to join.' })
  code!: string;

  @Field({ description: '1–200 characters.' })
  title!: string;

  @Field(() => MeetingStateEnum, { description: 'Where it stands.' })
  state!: keyof typeof MeetingStateEnum;

  @Field({ description: 'Whether nobody new comes in.' })
  isLocked!: boolean;

  @Field({ description: 'Whether one waits until a host lets one in.' })
  hasLobby!: boolean;

  @Field({ description: 'Whether one needs a passcode.' })
  hasPasscode!: boolean;

  @Field(() => MeetingPermissions, { description: 'What presenters may do.' })
  permissions!: MeetingPermissions;

  @Field(() => Int, { nullable: true, description: 'How many wait in the lobby; null for those who wait.' })
  waitingCount!: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The conversation of the session that goes on, for those who are in. Another one once a session has ended.',
  })
  conversationId!: string | null;
}

@ObjectType({
  description:
    'A meeting was changed, locked, unlocked or ended (then its state is ENDED). In an inbox: somebody waits in the lobby of a meeting one hosts, or waits no longer.',
})
@Directive('@shareable')
export class MeetingChanged {
  @Field({ description: 'Use it as `after`.' })
  cursor!: string;

  @Field(() => MeetingNotice, { description: 'How it stands now.' })
  @Scoped('meetings:read')
  meeting!: MeetingNotice;
}
