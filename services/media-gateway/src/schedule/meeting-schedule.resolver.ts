import { Args, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import { MeetingService } from '../meetings/meeting.service.ts';
import type { MeetingView } from '../meetings/meeting.view.ts';
import { CancelMeetingInput, CancelMeetingPayload } from './cancellation.graphql.ts';
import { MeetingRecurrence } from './recurrence.graphql.ts';
import type { Recurrence } from './recurrence.ts';

/** How a meeting comes again, and calling it off. */
@Resolver(() => MeetingType)
export class MeetingScheduleResolver {
  constructor(
    private readonly reader: MeetingReader,
    private readonly meetings: MeetingService,
  ) {}

  @ResolveField(() => MeetingRecurrence, { nullable: true, description: 'How it comes again. Null: it does not.' })
  @Public()
  recurrence(@Parent() { recurrence }: MeetingView): MeetingRecurrence | null {
    return shownRecurrence(recurrence);
  }

  @Mutation(() => CancelMeetingPayload, {
    description:
      'Calls a scheduled meeting off, with all the times to come, or gives a permanent room up. For hosts. A second time changes nothing.',
  })
  @SignedIn('meetings:manage')
  cancelMeeting(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: CancelMeetingInput,
  ): Promise<CancelMeetingPayload> {
    return settle(async () => {
      const id = requireId('meeting', input.meetingId, 'meetingId');
      return { meeting: await this.reader.viewOf(await this.meetings.cancel(caller, id), caller) };
    });
  }
}

/** A recurrence as the graph shows it. */
export const shownRecurrence = (recurrence: Recurrence | null): MeetingRecurrence | null =>
  recurrence && { ...recurrence, until: recurrence.until === null ? null : new Date(recurrence.until) };
