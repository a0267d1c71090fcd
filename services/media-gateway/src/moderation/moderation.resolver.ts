import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import type { Meeting } from '../meetings/meeting.ts';
import {
  AskToUnmuteInput,
  AskToUnmutePayload,
  MuteInput,
  MutePayload,
  RemoveParticipantInput,
  RemoveParticipantPayload,
  SetRoleInput,
  SetRolePayload,
} from './moderation.graphql.ts';
import { MuteService } from './mute.service.ts';
import { RemovalDesk } from './removal-desk.service.ts';
import { RoleService } from './role.service.ts';

/** The graph's door to moderation. */
@Resolver()
export class ModerationResolver {
  constructor(
    private readonly roles: RoleService,
    private readonly mutes: MuteService,
    private readonly removals: RemovalDesk,
    private readonly reader: MeetingReader,
  ) {}

  @Mutation(() => SetRolePayload, {
    description: 'Gives somebody a role, at once. For hosts and co-hosts; hosts alone make hosts. Not about oneself.',
  })
  @SignedIn('meetings:manage')
  setRole(@CurrentCaller() caller: KnownCaller, @Args('input') input: SetRoleInput): Promise<SetRolePayload> {
    return settle(async () => {
      const shown = await this.roles.setRole(caller, placeOf(input), input.role);
      return shown ? { participant: { ...shown, identity: shown.id } } : {};
    });
  }

  @Mutation(() => MutePayload, {
    description: 'Mutes somebody or everybody, stops a camera or a shared screen. For hosts and co-hosts.',
  })
  @SignedIn('meetings:manage')
  mute(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') { meetingId, target, source }: MuteInput,
  ): Promise<MutePayload> {
    return this.settled(caller, async () => {
      const id = requireId('meeting', meetingId, 'meetingId');
      if (target.participantId == null) {
        if (target.everyone !== true)
          throw Refused.badInput('Name a participant, or say true for everyone.', 'target', 'everyone');
        return this.mutes.muteEveryone(caller, id, source);
      }
      const participantId = requireId('participant', target.participantId, 'target', 'participantId');
      return this.mutes.mute(caller, { meetingId: id, participantId }, source);
    });
  }

  @Mutation(() => AskToUnmutePayload, {
    description: 'Asks somebody to switch their microphone on; nobody else can. For hosts and co-hosts.',
  })
  @SignedIn('meetings:manage')
  askToUnmute(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: AskToUnmuteInput,
  ): Promise<AskToUnmutePayload> {
    return this.settled(caller, () => this.mutes.askToUnmute(caller, placeOf(input)));
  }

  @Mutation(() => RemoveParticipantPayload, {
    description: 'Puts somebody out with all their devices, within two seconds. For hosts and co-hosts.',
  })
  @SignedIn('meetings:manage')
  removeParticipant(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RemoveParticipantInput,
  ): Promise<RemoveParticipantPayload> {
    return this.settled(caller, () => this.removals.remove(caller, placeOf(input), input.ban === true));
  }

  private settled(caller: KnownCaller, work: () => Promise<Meeting>) {
    return settle(async () => ({ meeting: await this.reader.viewOf(await work(), caller) }));
  }
}

/** @throws Refused BAD_USER_INPUT */
function placeOf(input: { meetingId: string; participantId: string }): {
  meetingId: MeetingId;
  participantId: ParticipantId;
} {
  return {
    meetingId: requireId('meeting', input.meetingId, 'meetingId'),
    participantId: requireId('participant', input.participantId, 'participantId'),
  };
}
