import { Args, Directive, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { listSize, requireId, settle, type ConnectionOf } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import type { MeetingView } from '../meetings/meeting.view.ts';
import { RecorderCapacities } from './recorder-capacity.ts';
import { RecordingDesk } from './recording-desk.service.ts';
import { RecordingReader } from './recording-reader.service.ts';
import {
  RecordingCapacity,
  RecordingConnection,
  RecordingType,
  StartRecordingInput,
  StartRecordingPayload,
  StopRecordingInput,
  StopRecordingPayload,
} from './recording.graphql.ts';

/** The graph's door to recordings. */
@Resolver(() => MeetingType)
export class RecordingResolver {
  constructor(
    private readonly desk: RecordingDesk,
    private readonly reader: RecordingReader,
    private readonly capacities: RecorderCapacities,
  ) {}

  @ResolveField(() => RecordingType, {
    nullable: true,
    description:
      'The recording that is under way: whoever has the code may know before joining. Null when there is none.',
  })
  @Public('recordings:read')
  recording(@Parent() meeting: MeetingView): Promise<RecordingType | null> {
    return this.reader.underWay(meeting);
  }

  @ResolveField(() => RecordingConnection, {
    nullable: true,
    description: 'Its recordings, the newest first. Null for everybody but hosts, co-hosts and those who were in.',
  })
  @Directive(listSize('first'))
  @Public('recordings:read')
  recordings(
    @Parent() meeting: MeetingView,
    @CurrentCaller('anyone') caller: Caller,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<RecordingType> | null> {
    return this.reader.list(meeting, caller.user, { first, after: after ?? null });
  }

  @ResolveField(() => Boolean, {
    description: 'Whether one may record it and a recorder is free: what one should know before one starts.',
  })
  @Public()
  canRecord(@Parent() meeting: MeetingView): boolean {
    return meeting.showsLobby && !meeting.endedAt && this.capacities.now().free > 0;
  }

  @ResolveField(() => RecordingCapacity, {
    nullable: true,
    description: 'What the recorders can take now. Null for everybody but hosts and co-hosts.',
  })
  @Public('meetings:read')
  recordingCapacity(@Parent() meeting: MeetingView): RecordingCapacity | null {
    return meeting.showsLobby ? this.capacities.now() : null;
  }

  @Query(() => RecordingType, {
    name: 'recording',
    nullable: true,
    description: 'A recording. Null when there is none, and for everybody but hosts, co-hosts and those who were in.',
  })
  @SignedIn('recordings:read')
  async recordingOf(
    @CurrentCaller() caller: KnownCaller,
    @Args('id', { type: () => ID }) id: string,
  ): Promise<RecordingType | null> {
    return this.reader.byId(caller, requireId('recording', id, 'id'));
  }

  @Mutation(() => StartRecordingPayload, {
    description: 'Has a meeting recorded from now on; everybody in it is told, and asked. For hosts and co-hosts.',
  })
  @SignedIn('meetings:manage')
  startRecording(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: StartRecordingInput,
  ): Promise<StartRecordingPayload> {
    return settle(async () => {
      const recording = await this.desk.start(caller, requireId('meeting', input.meetingId, 'meetingId'));
      return { recording: await this.reader.shown(caller.organisationId, recording) };
    });
  }

  @Mutation(() => StopRecordingPayload, { description: 'Ends the recording of a meeting. For hosts and co-hosts.' })
  @SignedIn('meetings:manage')
  stopRecording(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: StopRecordingInput,
  ): Promise<StopRecordingPayload> {
    return settle(async () => {
      const recording = await this.desk.stop(caller, requireId('meeting', input.meetingId, 'meetingId'));
      return { recording: await this.reader.shown(caller.organisationId, recording) };
    });
  }
}
