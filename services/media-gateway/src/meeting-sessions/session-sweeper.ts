import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { MeetingSessionRepository } from './meeting-session.repository.ts';
import { MeetingSessions } from './meeting-sessions.service.ts';

/** Ends sessions that have been empty for five minutes. Two at once do no harm. */
@Injectable()
export class SessionSweeper {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly sessions: MeetingSessionRepository,
    private readonly service: MeetingSessions,
  ) {}

  async sweep(organisationId: OrganisationId): Promise<void> {
    for (const id of await this.unitOfWork.run(organisationId, (tx) => this.sessions.deserted(tx)))
      await this.unitOfWork.run(organisationId, async (tx) => {
        const meeting = await this.meetings.find(tx, id, 'update');
        // Somebody may have come in meanwhile.
        if (meeting && (await this.sessions.isDeserted(tx, id))) await this.service.end(tx, meeting, null);
      });
  }
}
