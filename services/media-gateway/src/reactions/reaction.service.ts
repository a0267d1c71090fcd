import { Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { Pace } from '@parley/subgraph';
import { MeetingLog } from '../log/meeting-log.ts';
import { Insiders, type Claimed } from '../participants/insiders.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { PresentParticipant } from '../participants/participant.ts';
import { holderOf } from '../participants/who.ts';
import type { MeetingReaction } from './reaction.ts';

/** Reactions of one person. */
const REACTIONS = { most: 5, withinMs: 5_000 };

/** Reactions: told in the meeting's log and kept nowhere else. */
@Injectable()
export class ReactionService {
  private readonly pace = new Pace(REACTIONS);

  constructor(
    private readonly insiders: Insiders,
    private readonly participants: ParticipantRepository,
    private readonly log: MeetingLog,
  ) {}

  /** @throws Refused as `Insiders.within`; RATE_LIMITED behind five in five seconds of one person */
  async react(caller: Caller, claimed: Claimed, reaction: MeetingReaction): Promise<PresentParticipant | null> {
    return this.insiders.within(caller, claimed, async (tx, { meeting, who, me }) => {
      const retryAfterMs = this.pace.take(`${meeting.id} ${holderOf(who)}`);
      if (retryAfterMs > 0)
        throw new Refused('RATE_LIMITED', 'That was quick. React again in a few seconds.', { retryAfterMs });
      await this.log.append(tx, { meetingId: meeting.id }, { __typename: 'Reacted', participantId: me, reaction });
      return this.participants.shown(tx, meeting.id, me);
    });
  }
}
