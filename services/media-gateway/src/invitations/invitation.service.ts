import { Inject, Injectable } from '@nestjs/common';
import type { InviteeId, MeetingId, OrganisationId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller, KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { InvitationDirectoryRepository } from './invitation-directory.repository.ts';
import { hashOfInvitationToken } from './invitation-token.ts';
import { InviteeRepository } from './invitee.repository.ts';
import type { InvitationAnswer, Invitee } from './invitee.ts';
import { Invitees } from './invitees.ts';

/** An invitation: who is invited to what. */
export interface Invitation {
  meeting: Meeting;
  invitee: Invitee;
}

/** Which invitation: of somebody's account to a meeting, or whose link it is. */
export type WhichInvitation = { meetingId: MeetingId } | { token: string };

/** Where an invitation is kept. */
interface Place {
  organisationId: OrganisationId;
  meetingId: MeetingId;
  who: { id: InviteeId } | { userId: UserId };
}

/** Invitations as the invited see and answer them. */
@Injectable()
export class InvitationService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: InvitationDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly invitees: InviteeRepository,
    private readonly list: Invitees,
    private readonly news: MeetingNews,
  ) {}

  /** The invitation with this token, or undefined. Reading it changes nothing: programs that look at mails open links. */
  async byToken(token: string): Promise<Invitation | undefined> {
    const place = await this.placeOf(token);
    return place && this.unitOfWork.run(place.organisationId, (tx) => this.find(tx, place));
  }

  /**
   * Everybody in the meeting is told that something changed; hosts then read the answers.
   * @throws Refused BAD_USER_INPUT (NONE), UNAUTHENTICATED (neither session nor token), NOT_FOUND (no such invitation), CONFLICT
   *   (the meeting was called off or has ended)
   */
  async answer(caller: Caller, which: WhichInvitation, answer: InvitationAnswer): Promise<Invitation> {
    if (answer === 'NONE') throw Refused.badInput('Answer YES, MAYBE or NO.', 'answer');
    const [field] = Object.keys(which) as [string];
    const place = 'token' in which ? await this.placeOf(which.token) : await this.placeFor(caller, which.meetingId);
    if (!place) throw Refused.notFound('invitation', field);
    return this.unitOfWork.run(place.organisationId, async (tx) => {
      const found = await this.find(tx, place, 'update');
      if (!found) throw Refused.notFound('invitation', field);
      const { meeting, invitee } = found;
      if (meeting.cancelledAt) throw new Refused('CONFLICT', 'This meeting was cancelled.', { field: [field] });
      if (meeting.endedAt) throw new Refused('CONFLICT', 'This meeting is over.', { field: [field] });
      if (invitee.answer === answer) return found;
      await this.invitees.answer(tx, invitee.id, answer);
      await this.news.meetingChanged(tx, meeting.id);
      return { meeting, invitee: { ...invitee, answer } };
    });
  }

  private async placeOf(token: string): Promise<Place | undefined> {
    const hash = hashOfInvitationToken(token);
    const place = hash === undefined ? undefined : await this.directory.find(hash);
    return place && { ...place, who: { id: place.inviteeId } };
  }

  private async placeFor({ user }: Caller, meetingId: MeetingId): Promise<Place> {
    if (!user) throw new Refused('UNAUTHENTICATED', 'Sign in first, or answer by the link in your mail.');
    const { organisationId } = user;
    // Not of this meeting alone: how long it takes would tell whom it has invited.
    await this.list.claim(organisationId, user satisfies KnownCaller, null);
    return { organisationId, meetingId, who: { userId: user.userId } };
  }

  private async find(tx: Transaction, { meetingId, who }: Place, lock?: 'update'): Promise<Invitation | undefined> {
    // First: of a meeting that one is not invited to nothing more is asked than of none, and nothing is held.
    const invited = await this.invitees.find(tx, meetingId, who);
    const meeting = invited && (await this.meetings.find(tx, meetingId, lock));
    const invitee = meeting && lock ? await this.invitees.find(tx, meetingId, who) : invited;
    return meeting && invitee ? { meeting, invitee } : undefined;
  }
}
