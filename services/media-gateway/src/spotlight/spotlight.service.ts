import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { MeetingLog } from '../log/meeting-log.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { PeopleService } from '../people/people.service.ts';
import { Moderators } from '../roles/moderators.ts';

/** Whom everybody sees large: one at a time, kept with the meeting. It changes nobody's media. */
@Injectable()
export class SpotlightService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly moderators: Moderators,
    private readonly meetings: MeetingRepository,
    private readonly standing: StandingRepository,
    private readonly people: PeopleService,
    private readonly log: MeetingLog,
  ) {}

  /**
   * The same again is told to nobody.
   * @throws Refused NOT_FOUND (the meeting, or nobody of that id in it), FORBIDDEN (neither host nor co-host), CONFLICT (it has ended)
   */
  async set(caller: KnownCaller, meetingId: MeetingId, participantId: ParticipantId | null): Promise<Meeting> {
    const { displayName: by } = await this.people.person(caller.organisationId, caller.userId);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting } = await this.moderators.moderated(tx, caller, meetingId);
      const [who] = participantId ? await this.standing.findMany(tx, meetingId, [participantId]) : [];
      if (participantId && (!who || who.removedAt))
        throw Refused.notFound('participant in this meeting', 'participantId');
      if (meeting.spotlightId === participantId) return meeting;
      await this.meetings.set(tx, meetingId, { spotlightId: participantId });
      await this.log.append(tx, { meetingId }, { __typename: 'SpotlightChanged', participantId, by });
      return { ...meeting, spotlightId: participantId };
    });
  }
}
