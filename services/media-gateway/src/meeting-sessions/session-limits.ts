import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import type { MediaConfig } from '../config.ts';
import { CONFIG } from '../config.token.ts';
import { MeetingLog } from '../log/meeting-log.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { SessionEnd } from './session-end.ts';
import { SessionLimitRepository } from './session-limit.repository.ts';

/** Minutes before its end in which people in a session are told of it. */
export const WARNED_MINUTES = 5;

/** Ends sessions that have lasted as long as they may, and warns five minutes before. The meeting stays: people may meet again. */
@Injectable()
export class SessionLimits {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly limits: SessionLimitRepository,
    private readonly meetings: MeetingRepository,
    private readonly sessionEnd: SessionEnd,
    private readonly log: MeetingLog,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'MEETING_MOST_MINUTES'>,
  ) {}

  async sweep(organisationId: OrganisationId): Promise<void> {
    const most = this.config.MEETING_MOST_MINUTES;
    const due = await this.unitOfWork.run(organisationId, (tx) => this.limits.due(tx, most, WARNED_MINUTES));
    for (const { meetingId, endsAt, isOver } of due)
      if (isOver) await this.end(organisationId, meetingId);
      else await this.warn(organisationId, meetingId, endsAt);
  }

  private async warn(organisationId: OrganisationId, meetingId: MeetingId, endsAt: Date): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (!(await this.meetings.find(tx, meetingId, 'update')) || !(await this.limits.noteWarning(tx, meetingId)))
        return;
      await this.log.append(tx, { meetingId }, { __typename: 'SessionEnding', endsAt: endsAt.toISOString() });
    });
  }

  /** When LiveKit does not answer nothing has changed, and the next round tries again. */
  private async end(organisationId: OrganisationId, meetingId: MeetingId): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, meetingId, 'update');
      // It may have ended meanwhile, and another may go on.
      const due = await this.limits.due(tx, this.config.MEETING_MOST_MINUTES, 0);
      if (meeting && due.some((one) => one.meetingId === meetingId && one.isOver))
        await this.sessionEnd.end(tx, meeting);
    });
  }
}
