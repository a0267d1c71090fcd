import { Args, Directive, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Public } from '@parley/identity';
import { listSize, type ConnectionOf } from '@parley/subgraph';
import { MeetingParticipant, MeetingParticipantConnection } from '../participants/participant.graphql.ts';
import { ParticipantService } from '../participants/participant.service.ts';
import { MeetingType } from './meeting.graphql.ts';
import type { MeetingView } from './meeting.view.ts';

/** The field of a meeting that tells who is in. */
@Resolver(() => MeetingType)
export class MeetingParticipantsResolver {
  constructor(private readonly service: ParticipantService) {}

  @ResolveField(() => MeetingParticipantConnection, {
    nullable: true,
    description:
      'Who is in, in the order of admission. Null for those who could not walk in now and were not let in. Guests see it in the answer of `joinMeeting`.',
  })
  @Directive(listSize('first'))
  @Public('meetings:read')
  async participants(
    @Parent() meeting: MeetingView,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<MeetingParticipant> | null> {
    if (!meeting.showsParticipants) return null;
    return this.service.present(meeting.organisationId, meeting.id, { first, after: after ?? null });
  }
}
