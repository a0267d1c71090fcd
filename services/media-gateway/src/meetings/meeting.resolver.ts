import { Args, Mutation, Query, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type MeetingId } from '@parley/contracts';
import { CurrentCaller, EntityRef, Public, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { requireId, settle, type SubgraphContext } from '@parley/subgraph';
import DataLoader from 'dataloader';
import {
  CreateMeetingInput,
  CreateMeetingPayload,
  EndMeetingInput,
  EndMeetingPayload,
} from './meeting-mutations.graphql.ts';
import { MeetingReader } from './meeting-reader.service.ts';
import { MeetingType } from './meeting.graphql.ts';
import { MeetingService } from './meeting.service.ts';
import type { MeetingView } from './meeting.view.ts';

/** The graph's door to meetings. */
@Resolver(() => MeetingType)
export class MeetingResolver {
  /** Meetings asked for in one request are read together. */
  private readonly loaders = new WeakMap<SubgraphContext, DataLoader<MeetingId, MeetingView | null>>();

  constructor(
    private readonly reader: MeetingReader,
    private readonly meetings: MeetingService,
  ) {}

  @Query(() => MeetingType, {
    nullable: true,
    description: 'The meeting with this code, in any spelling of it; null when there is none.',
  })
  @Public()
  async meeting(@CurrentCaller('anyone') caller: Caller, @Args('code') code: string): Promise<MeetingView | null> {
    const meeting = await this.reader.byCode(code);
    return meeting ? this.reader.viewOf(meeting, caller.user) : null;
  }

  @ResolveReference()
  @EntityRef()
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<MeetingView | null> {
    const id = parseId('meeting', reference.id);
    return id && context.caller.user ? this.loaderOf(context, context.caller.user).load(id) : null;
  }

  @Mutation(() => CreateMeetingPayload, { description: 'Makes a meeting that can be joined at once; one is its host.' })
  @SignedIn()
  createMeeting(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: CreateMeetingInput,
  ): Promise<CreateMeetingPayload> {
    return settle(async () => ({
      meeting: await this.reader.viewOf(await this.meetings.create(caller, input), caller),
    }));
  }

  @Mutation(() => EndMeetingPayload, {
    description: 'Ends a meeting for everybody. For hosts. A second time changes nothing.',
  })
  @SignedIn()
  endMeeting(@CurrentCaller() caller: KnownCaller, @Args('input') input: EndMeetingInput): Promise<EndMeetingPayload> {
    return settle(async () => {
      const id = requireId('meeting', input.meetingId, 'meetingId');
      return { meeting: await this.reader.viewOf(await this.meetings.end(caller, id), caller) };
    });
  }

  private loaderOf(context: SubgraphContext, viewer: KnownCaller): DataLoader<MeetingId, MeetingView | null> {
    let loader = this.loaders.get(context);
    if (!loader) {
      loader = new DataLoader(async (ids) => {
        const meetings = await this.reader.byIds(viewer, ids);
        const views = await Promise.all(meetings.map((meeting) => this.reader.viewOf(meeting, viewer)));
        const byId = new Map(views.map((view) => [view.id, view]));
        return ids.map((id) => byId.get(id) ?? null);
      });
      this.loaders.set(context, loader);
    }
    return loader;
  }
}
