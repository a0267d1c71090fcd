import { Args, Directive, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Public } from '@parley/identity';
import { listSize, type ConnectionOf } from '@parley/subgraph';
import { AttendanceConnection, type MeetingAttendance } from '../participants/attendance.graphql.ts';
import { AttendanceList } from '../participants/attendance-list.service.ts';
import { MeetingType } from './meeting.graphql.ts';
import type { MeetingView } from './meeting.view.ts';

/** The field of a meeting that tells who was in, and when. */
@Resolver(() => MeetingType)
export class MeetingAttendanceResolver {
  constructor(private readonly list: AttendanceList) {}

  @ResolveField(() => AttendanceConnection, {
    nullable: true,
    description: 'Who was in, and when, in the order of first joining. Null for everybody but hosts and co-hosts.',
  })
  @Directive(listSize('first'))
  @Public('meetings:read')
  async attendance(
    @Parent() meeting: MeetingView,
    @Args('first', { type: () => Int, description: 'How many people, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<MeetingAttendance> | null> {
    return meeting.showsLobby ? this.list.of(meeting, { first, after: after ?? null }) : null;
  }
}
