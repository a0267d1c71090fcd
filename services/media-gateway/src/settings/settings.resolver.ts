import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { LockMeetingInput, LockMeetingPayload, UpdateMeetingInput, UpdateMeetingPayload } from './settings.graphql.ts';
import { SettingsService } from './settings.service.ts';

/** The graph's door to what a meeting can be set to. */
@Resolver()
export class SettingsResolver {
  constructor(
    private readonly settings: SettingsService,
    private readonly reader: MeetingReader,
  ) {}

  @Mutation(() => LockMeetingPayload, { description: 'Locks a meeting or unlocks it. For hosts and co-hosts.' })
  @SignedIn('meetings:manage')
  lockMeeting(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: LockMeetingInput,
  ): Promise<LockMeetingPayload> {
    return settle(async () => {
      const id = requireId('meeting', input.meetingId, 'meetingId');
      return { meeting: await this.reader.viewOf(await this.settings.lock(caller, id, input.locked), caller) };
    });
  }

  @Mutation(() => UpdateMeetingPayload, { description: 'Changes a meeting that goes on. For hosts and co-hosts.' })
  @SignedIn('meetings:manage')
  updateMeeting(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: UpdateMeetingInput,
  ): Promise<UpdateMeetingPayload> {
    return settle(async () => {
      const id = requireId('meeting', input.meetingId, 'meetingId');
      return { meeting: await this.reader.viewOf(await this.settings.update(caller, id, input), caller) };
    });
  }
}
