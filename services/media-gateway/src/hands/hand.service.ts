import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller, KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { MeetingNews } from '../log/meeting-news.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { Insiders, type Claimed } from '../participants/insiders.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { PresentParticipant } from '../participants/participant.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { Moderators } from '../roles/moderators.ts';
import { HandRepository } from './hand.repository.ts';

/** Raising one's hand to be asked to speak, in order. A person has one hand, whatever the number of their devices. */
@Injectable()
export class HandService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly insiders: Insiders,
    private readonly moderators: Moderators,
    private readonly participants: ParticipantRepository,
    private readonly standing: StandingRepository,
    private readonly hands: HandRepository,
    private readonly news: MeetingNews,
  ) {}

  /** One's own. Raised twice it keeps its place. @throws Refused as `Insiders.within` */
  async setHand(caller: Caller, claimed: Claimed, isRaised: boolean): Promise<PresentParticipant | null> {
    return this.insiders.within(caller, claimed, async (tx, { meeting, me, devices }) => {
      const raised = await this.hands.raised(tx, meeting.id, devices);
      if (!isRaised) await this.lower(tx, meeting.id, raised);
      else if (raised.length === 0) {
        await this.hands.raise(tx, meeting.id, me);
        await this.news.participantChanged(tx, meeting.id, me);
      }
      return this.participants.shown(tx, meeting.id, isRaised ? (raised[0] ?? me) : me);
    });
  }

  /**
   * One hand, or all. Those that are down stay down.
   * @throws Refused NOT_FOUND (the meeting, or nobody of that id in it), FORBIDDEN (neither host nor co-host), CONFLICT (it has ended)
   */
  async lowerHands(caller: KnownCaller, meetingId: MeetingId, whose: ParticipantId | 'everyone'): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting } = await this.moderators.moderated(tx, caller, meetingId);
      const [one] = whose === 'everyone' ? [] : await this.standing.findMany(tx, meetingId, [whose]);
      if (whose !== 'everyone' && (!one || one.removedAt))
        throw Refused.notFound('participant in this meeting', 'target', 'participantId');
      await this.lower(tx, meetingId, await this.hands.raised(tx, meetingId, one && [one.id]));
      return meeting;
    });
  }

  private async lower(tx: Transaction, meetingId: MeetingId, ids: readonly ParticipantId[]): Promise<void> {
    await this.hands.lower(tx, ids);
    for (const id of ids) await this.news.participantChanged(tx, meetingId, id);
  }
}
