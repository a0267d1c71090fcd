import { Inject, Injectable } from '@nestjs/common';
import { uuidOf, type MeetingId, type OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { merged, secondsIn } from './attendance.ts';
import type { MeetingAttendance } from './attendance.graphql.ts';
import { AttendanceListRepository, type Span } from './attendance-list.repository.ts';

const CURSOR = [/^\d{1,18}$/, /^[0-9a-f]{32}$/];

/** Who was in a meeting, and when, as hosts read it. */
@Injectable()
export class AttendanceList {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly attendance: AttendanceListRepository,
  ) {}

  /** Whoever never connected is not in it. @param span only what lies within it @throws Refused BAD_USER_INPUT */
  async of(
    meeting: { id: MeetingId; organisationId: OrganisationId },
    request: PageRequest,
    span?: Span,
  ): Promise<ConnectionOf<MeetingAttendance>> {
    const asked = page(request, CURSOR);
    const rows = await this.unitOfWork.run(meeting.organisationId, (tx) =>
      this.attendance.page(tx, meeting.id, asked, span),
    );
    const now = new Date();
    return pageOf(
      asked,
      rows,
      ({ firstMicros, participantId }) => [firstMicros, uuidOf(participantId)],
      ({ displayName, isGuest, userId, stays }) => {
        const intervals = merged(stays);
        return { displayName, isGuest, userId, intervals, durationSeconds: secondsIn(intervals, now) };
      },
    );
  }
}
