import { Args, Directive, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { listSize, type ConnectionOf } from '@parley/subgraph';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import type { MeetingView } from '../meetings/meeting.view.ts';
import { AttendanceConnection, type MeetingAttendance } from '../participants/attendance.graphql.ts';
import { AttendanceList } from '../participants/attendance-list.service.ts';
import { ConversationStub, MeetingSessionConnection, MeetingSessionType } from './meeting-session.graphql.ts';
import { MeetingSessionList } from './meeting-session-list.service.ts';

/** The fields of a meeting that lead to its sessions and to what is said in them. */
@Resolver(() => MeetingType)
export class MeetingSessionsResolver {
  constructor(private readonly list: MeetingSessionList) {}

  @ResolveField(() => MeetingSessionConnection, {
    nullable: true,
    description:
      'Its sessions, the newest first: all for hosts and co-hosts, for others those they were in. Null without a session of one’s own account.',
  })
  @Directive(listSize('first'))
  @Public('meetings:read')
  async sessions(
    @Parent() meeting: MeetingView,
    @CurrentCaller('anyone') caller: Caller,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<MeetingSessionType> | null> {
    return caller.user ? this.list.of(meeting, caller.user, { first, after: after ?? null }) : null;
  }

  @ResolveField(() => ConversationStub, {
    nullable: true,
    description:
      'Where people write during the session that goes on; guests show their token there. Null while nobody was let in, and for those who may not see who is in.',
  })
  @Public('chat:read')
  async conversation(@Parent() meeting: MeetingView): Promise<ConversationStub | null> {
    return meeting.showsParticipants ? this.list.conversation(meeting) : null;
  }
}

/** The field of a session that tells who was in it. */
@Resolver(() => MeetingSessionType)
export class MeetingSessionResolver {
  constructor(private readonly attended: AttendanceList) {}

  @ResolveField(() => AttendanceConnection, {
    nullable: true,
    description:
      'Who was in this session, and when, in the order of first joining. Null for everybody but hosts and co-hosts.',
  })
  @Directive(listSize('first'))
  @Public('meetings:read')
  async attendance(
    @Parent() session: MeetingSessionType,
    @Args('first', { type: () => Int, description: 'How many people, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<MeetingAttendance> | null> {
    if (!session.showsAttendance) return null;
    const { meetingId: id, organisationId } = session;
    return this.attended.of({ id, organisationId }, { first, after: after ?? null }, session);
  }
}
