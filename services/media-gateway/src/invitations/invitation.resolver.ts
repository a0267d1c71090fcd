import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Refused } from '@parley/errors';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { shownRecurrence } from '../schedule/meeting-schedule.resolver.ts';
import { AnswerInvitationInput, AnswerInvitationPayload, InvitationType } from './invitation.graphql.ts';
import { InvitationService, type Invitation, type WhichInvitation } from './invitation.service.ts';

/** The graph's door for those who are invited. The links in mails are for whoever has them. */
@Resolver()
export class InvitationResolver {
  constructor(
    private readonly invitations: InvitationService,
    private readonly reader: MeetingReader,
  ) {}

  @Query(() => InvitationType, {
    nullable: true,
    description: 'The invitation whose link has this token; null when there is none. Reading it answers nothing.',
  })
  @Public('meetings:read')
  async invitation(@Args('token') token: string): Promise<InvitationType | null> {
    const found = await this.invitations.byToken(token);
    return found ? this.shown(found) : null;
  }

  @Mutation(() => AnswerInvitationPayload, {
    description: 'Answers an invitation: with the token of its link, or as whoever is signed in.',
  })
  @Public('meetings:join')
  answerInvitation(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: AnswerInvitationInput,
  ): Promise<AnswerInvitationPayload> {
    return settle(async () => {
      const answered = await this.invitations.answer(caller, whichOf(input), input.answer);
      return { invitation: await this.shown(answered) };
    });
  }

  private async shown({ meeting, invitee }: Invitation): Promise<InvitationType> {
    const view = await this.reader.viewOf(meeting, undefined);
    const { code, url, title, startsAt, endsAt, nextStartsAt, timeZone, isCancelled } = view;
    return {
      meetingId: view.id,
      code,
      url,
      title,
      hostName: view.host?.displayName ?? null,
      displayName: invitee.displayName ?? invitee.email,
      answer: invitee.answer,
      startsAt,
      endsAt,
      nextStartsAt,
      timeZone,
      recurrence: shownRecurrence(view.recurrence),
      isCancelled,
    };
  }
}

function whichOf({ meetingId, token }: AnswerInvitationInput): WhichInvitation {
  if ((meetingId == null) === (token == null))
    throw Refused.badInput('Name the meeting, or give the token of the link: one of the two.', 'meetingId');
  return token == null ? { meetingId: requireId('meeting', meetingId ?? '', 'meetingId') } : { token };
}
