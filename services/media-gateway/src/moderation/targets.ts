import { Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import type { Transaction } from '@parley/persistence';
import type { Meeting } from '../meetings/meeting.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { Participant, ParticipantRole } from '../participants/participant.ts';
import { whoOf, type Who } from '../participants/who.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { Moderators } from '../roles/moderators.ts';
import { Roles } from '../roles/roles.ts';
import { whyNot, type Verb } from './rules.ts';

/** About whom something may be done, and where. */
export interface Found {
  meeting: Meeting;
  participant: Participant;
  who: Who;
  role: ParticipantRole;
}

/** Finds whom a moderator means, if they may do what they want. Holds the meeting's row for the transaction. */
@Injectable()
export class Targets {
  constructor(
    private readonly moderators: Moderators,
    private readonly participants: ParticipantRepository,
    private readonly people: PersonRepository,
    private readonly roles: Roles,
  ) {}

  /**
   * @param wanted the role to be given
   * @throws Refused NOT_FOUND (the meeting, or nobody of that id in it), FORBIDDEN, CONFLICT (it has ended), BAD_USER_INPUT
   */
  async find(
    tx: Transaction,
    caller: KnownCaller,
    { meetingId, participantId }: { meetingId: MeetingId; participantId: ParticipantId },
    verb: Verb,
    wanted?: ParticipantRole,
  ): Promise<Found> {
    const { meeting, role: mine } = await this.moderators.moderated(tx, caller, meetingId);
    const participant = await this.participants.lock(tx, meetingId, participantId);
    // Whoever was put out is there for one thing alone: to be banned as well.
    if (!participant || (participant.removedAt && verb !== 'REMOVE'))
      throw Refused.notFound('participant in this meeting', 'participantId');
    const who = whoOf(participant);
    const role = await this.roles.of(tx, meeting, who);
    const isColleague = who.userId !== null && (await this.people.find(tx, who.userId)) !== null;
    const reason = whyNot(
      verb,
      { userId: caller.userId, role: mine },
      { userId: who.userId, role, isColleague },
      wanted,
    );
    if (reason) throw reason;
    return { meeting, participant, who, role };
  }
}
