import { Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { LobbyRepository } from '../lobby/lobby.repository.ts';
import { MeetingSessionRepository } from '../meeting-sessions/meeting-session.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { asksForLobby, permissionsOf, stateOf, type Meeting } from '../meetings/meeting.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { OccurrenceRepository } from '../schedule/occurrence.repository.ts';
import type { MeetingNotice, ParticipantNotice } from './meeting-event.ts';
import { MeetingLog } from './meeting-log.ts';

/** Tells a meeting's log how something stands now, as the transaction sees it. */
@Injectable()
export class MeetingNews {
  constructor(
    private readonly log: MeetingLog,
    private readonly meetings: MeetingRepository,
    private readonly participants: ParticipantRepository,
    private readonly attendance: AttendanceRepository,
    private readonly lobby: LobbyRepository,
    private readonly occurrences: OccurrenceRepository,
    private readonly sessions: MeetingSessionRepository,
  ) {}

  /** The meeting as it stands now, for everybody who was let in. */
  async meetingChanged(tx: Transaction, id: MeetingId): Promise<MeetingNotice | undefined> {
    const meeting = await this.meetings.find(tx, id);
    if (!meeting) return undefined;
    const notice = await this.noticeOf(tx, meeting);
    await this.log.append(tx, { meetingId: id }, { __typename: 'MeetingChanged', meeting: notice });
    return notice;
  }

  /** A participant as they stand now: let in, arrived, with another role, or their hand up or down. */
  async participantChanged(tx: Transaction, meetingId: MeetingId, id: ParticipantId): Promise<void> {
    const shown = await this.participants.shown(tx, meetingId, id);
    if (!shown) return;
    const participant: ParticipantNotice = {
      __typename: 'MeetingParticipant',
      ...shown,
      identity: shown.id,
      joinedAt: shown.joinedAt?.toISOString() ?? null,
      handRaisedAt: shown.handRaisedAt?.toISOString() ?? null,
    };
    await this.log.append(tx, { meetingId }, { __typename: 'ParticipantChanged', participant });
  }

  /** @param ends see `MeetingLog.append`. @returns the event's seq */
  async participantLeft(
    tx: Transaction,
    meetingId: MeetingId,
    participantId: ParticipantId,
    { wasRemoved, ends }: { wasRemoved: boolean; ends?: string[] },
  ): Promise<number> {
    return this.log.append(tx, { meetingId }, { __typename: 'ParticipantLeft', participantId, wasRemoved }, ends);
  }

  /** What events show of a meeting. */
  async noticeOf(tx: Transaction, meeting: Meeting): Promise<MeetingNotice> {
    const { id, code, title, isLocked, passcodeHash } = meeting;
    return {
      __typename: 'MeetingNotice',
      id,
      code,
      title,
      state: stateOf(
        meeting,
        (await this.attendance.liveAmong(tx, [id])).has(id),
        (await this.occurrences.openings(tx, [id])).get(id),
      ),
      isLocked,
      hasLobby: asksForLobby(meeting, true),
      hasPasscode: passcodeHash !== null,
      permissions: { __typename: 'MeetingPermissions', ...permissionsOf(meeting) },
      waitingCount: await this.lobby.waitingCount(tx, id),
      conversationId: (await this.sessions.current(tx, id))?.conversationId ?? null,
    };
  }
}
