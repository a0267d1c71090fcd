import { Directive, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { MeetingPermissions, MeetingStateEnum } from '../meetings/meeting.graphql.ts';
import type { MeetingState } from '../meetings/meeting.ts';

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
  state!: MeetingState;

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
  meeting!: MeetingNotice;
}
