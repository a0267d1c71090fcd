import { Args, Directive, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Inject } from '@nestjs/common';
import { Public } from '@parley/identity';
import { listSize, type ConnectionOf } from '@parley/subgraph';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import type { MeetingView } from '../meetings/meeting.view.ts';
import { invitationText } from './invitation-text.ts';
import { InvitationAnswerEnum, InviteeConnection, type InviteeType } from './invitation.graphql.ts';
import { InviteeList } from './invitee-list.service.ts';
import type { InvitationAnswer } from './invitee.ts';

/** The fields of a meeting that tell whom it is for. */
@Resolver(() => MeetingType)
export class MeetingInviteesResolver {
  constructor(
    private readonly list: InviteeList,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'MAIL_LANGUAGE'>,
  ) {}

  @ResolveField(() => InviteeConnection, {
    nullable: true,
    description:
      'Who is invited, and what they answered. Null for everybody but hosts, co-hosts and those who are invited.',
  })
  @Directive(listSize('first'))
  @Public('meetings:read')
  async invitees(
    @Parent() meeting: MeetingView,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<InviteeType> | null> {
    const mayKnow = meeting.showsLobby || meeting.isInvited;
    return mayKnow ? this.list.of(meeting, { first, after: after ?? null }) : null;
  }

  @ResolveField(() => InvitationAnswerEnum, {
    nullable: true,
    description: 'What one answered oneself. Null for those who are not invited.',
  })
  @Public('meetings:read')
  myAnswer(@Parent() meeting: MeetingView): Promise<InvitationAnswer | null> {
    return this.list.answerOf(meeting);
  }

  @ResolveField(() => String, { description: 'Title, time and link as text, to invite somebody by hand.' })
  @Public()
  invitationText(@Parent() meeting: MeetingView): string {
    return invitationText(meeting, this.config.MAIL_LANGUAGE);
  }
}
