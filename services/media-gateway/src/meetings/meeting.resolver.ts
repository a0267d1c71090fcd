import { Args, Mutation, Query, Resolver, ResolveReference } from '@nestjs/graphql';
import { parseId, type MeetingId } from '@parley/contracts';
import { CurrentCaller, Public, Reference, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { inOrder, LoaderPerRequest, requireId, settle, type SubgraphContext } from '@parley/subgraph';
import { Invitees } from '../invitations/invitees.ts';
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
  private readonly referred = new LoaderPerRequest<MeetingId, MeetingView | null>(async (viewer, ids) => {
    const meetings = await this.reader.byIds(viewer, ids);
    const views = await Promise.all(meetings.map((meeting) => this.reader.viewOf(meeting, viewer)));
    return inOrder(
      ids,
      views.map((view) => [view.id, view]),
    );
  });

  constructor(
    private readonly reader: MeetingReader,
    private readonly meetings: MeetingService,
    private readonly invitees: Invitees,
  ) {}

  @Query(() => MeetingType, {
    nullable: true,
    description: 'The meeting with this code, in any spelling of it; null when there is none.',
  })
  @Public('meetings:read')
  async meeting(@CurrentCaller('anyone') caller: Caller, @Args('code') code: string): Promise<MeetingView | null> {
    const meeting = await this.reader.byCode(code);
    if (!meeting) return null;
    if (caller.user) await this.invitees.claim(meeting.organisationId, caller.user, meeting.id);
    return this.reader.viewOf(meeting, caller.user);
  }

  @ResolveReference()
  @Reference('meetings:read')
  async resolveReference(reference: { id: string }, context: SubgraphContext): Promise<MeetingView | null> {
    const id = parseId('meeting', reference.id);
    return id ? this.referred.load(context, id) : null;
  }

  @Mutation(() => CreateMeetingPayload, {
    description: 'Makes a meeting, for now (without `startsAt`) or for later; one is its host.',
  })
  @SignedIn('meetings:manage')
  createMeeting(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: CreateMeetingInput,
  ): Promise<CreateMeetingPayload> {
    return settle(async () => ({
      meeting: await this.reader.viewOf(await this.meetings.create(caller, input), caller),
    }));
  }

  @Mutation(() => EndMeetingPayload, {
    description:
      'Ends a meeting for everybody: all are out, and what let them in opens nothing more. For good, unless it lives on: then the session alone ends, with the time of a series that goes on, and people may join again. A permanent room lives on, and a scheduled meeting with times to come. Nobody gets a mail. For hosts. A second time changes nothing.',
  })
  @SignedIn('meetings:manage')
  endMeeting(@CurrentCaller() caller: KnownCaller, @Args('input') input: EndMeetingInput): Promise<EndMeetingPayload> {
    return settle(async () => {
      const id = requireId('meeting', input.meetingId, 'meetingId');
      return { meeting: await this.reader.viewOf(await this.meetings.end(caller, id), caller) };
    });
  }
}
