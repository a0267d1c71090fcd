import { Injectable } from '@nestjs/common';
import { roomClosed } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { LiveKit } from '../livekit/livekit.ts';
import { LobbyRepository } from '../lobby/lobby.repository.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { newRoomName } from '../meetings/room-name.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { RecordingRepository } from '../recordings/recording.repository.ts';
import { isRunning } from '../recordings/recording.ts';
import { RemovalService } from '../removals/removal.service.ts';
import { MeetingSessions } from './meeting-sessions.service.ts';

/**
 * Ends the session that goes on in a meeting that lives on: everybody is out and nothing that let them in opens anything more, for
 * the next session is in another room of LiveKit's. Whoever waits in the lobby goes on waiting.
 */
@Injectable()
export class SessionEnd {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly directory: MeetingDirectoryRepository,
    private readonly sessions: MeetingSessions,
    private readonly attendance: AttendanceService,
    private readonly participants: ParticipantRepository,
    private readonly lobby: LobbyRepository,
    private readonly recordings: RecordingRepository,
    private readonly removals: RemovalService,
    private readonly news: MeetingNews,
    private readonly livekit: LiveKit,
  ) {}

  /**
   * Under the meeting's lock, and last before COMMIT: when LiveKit does not answer nothing has changed.
   * @returns the meeting as it stands now
   * @throws Refused UNAVAILABLE
   */
  async end(tx: Transaction, meeting: Meeting): Promise<Meeting> {
    const [{ id, roomName: former }, at, roomName] = [meeting, new Date(), newRoomName()];
    await this.attendance.over(tx, id, {}, at);
    await this.sessions.end(tx, meeting, at);
    await this.participants.forgetNonces(tx, id);
    await this.lobby.forgetAdmitted(tx, id);
    const recording = await this.recordings.underWay(tx, id);
    if (recording && isRunning(recording)) await this.recordings.set(tx, recording.id, { stopAskedAt: at });
    await this.directory.move(tx, id, former, roomName);
    await this.meetings.set(tx, id, { roomName, spotlightId: null });
    await this.news.meetingChanged(tx, id);
    const until = await this.removals.everybody(tx, former);
    const about = { organisationId: tx.organisationId, meetingId: id, at: at.toISOString() };
    tx.publish(roomClosed, { ...about, roomName: former, until });
    await this.livekit.closeRoom(former);
    return { ...meeting, roomName, spotlightId: null };
  }
}
