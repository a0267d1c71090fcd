import { Inject, Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import type { MeetingView } from '../meetings/meeting.view.ts';
import type { ConversationStub, MeetingSessionType } from './meeting-session.graphql.ts';
import { MeetingSessionRepository } from './meeting-session.repository.ts';

const CURSOR = [/^\d{1,18}$/, /^[0-9a-f]{32}$/];

/** A meeting's sessions as one viewer may see them: hosts and co-hosts all, everybody else those they were in. */
@Injectable()
export class MeetingSessionList {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly sessions: MeetingSessionRepository,
  ) {}

  /** The newest first. @throws Refused BAD_USER_INPUT */
  async of(
    { id, organisationId, showsLobby }: MeetingView,
    viewer: KnownCaller,
    request: PageRequest,
  ): Promise<ConnectionOf<MeetingSessionType>> {
    const asked = page(request, CURSOR);
    const rows = await this.unitOfWork.run(organisationId, (tx) =>
      this.sessions.page(tx, id, showsLobby ? null : viewer.userId, asked),
    );
    return pageOf(
      asked,
      rows,
      (row) => [row.startedMicros, uuidOf(row.id)],
      ({ id: sessionId, startedAt, endedAt, conversationId }) => ({
        id: sessionId,
        startedAt: startedAt as Date,
        endedAt,
        conversation: { id: conversationId },
        organisationId,
        meetingId: id,
        showsAttendance: showsLobby,
      }),
    );
  }

  /** The conversation of the session that goes on, or is about to begin. */
  async conversation({ id, organisationId }: MeetingView): Promise<ConversationStub | null> {
    const current = await this.unitOfWork.run(organisationId, (tx) => this.sessions.current(tx, id));
    return current ? { id: current.conversationId } : null;
  }
}
