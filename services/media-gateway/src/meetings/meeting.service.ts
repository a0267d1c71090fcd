import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { meetingEnded, type MeetingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { LiveKit } from '../livekit/livekit.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import { PeopleService } from '../people/people.service.ts';
import { RemovalService } from '../removals/removal.service.ts';
import { nonceOf } from './client-nonce.ts';
import { newMeetingCode } from './meeting-code.ts';
import { MeetingDirectoryRepository } from './meeting-directory.repository.ts';
import { MeetingRepository } from './meeting.repository.ts';
import { mayEnter, titleOf, type Meeting, type MeetingAccess } from './meeting.ts';

/** What a new meeting is made of, as it was typed. */
export interface NewMeeting {
  title?: string | null | undefined;
  access?: MeetingAccess | null | undefined;
  clientNonce?: string | null | undefined;
}

const CODE_ATTEMPTS = 5;
const ROOM_NAME_BYTES = 16;

/** Making meetings and ending them. */
@Injectable()
export class MeetingService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly participants: ParticipantRepository,
    private readonly attendance: AttendanceService,
    private readonly people: PeopleService,
    private readonly removals: RemovalService,
    private readonly livekit: LiveKit,
  ) {}

  /** @throws Refused BAD_USER_INPUT, CONFLICT (the nonce made another meeting) */
  async create(caller: KnownCaller, wanted: NewMeeting): Promise<Meeting> {
    const title = titleOf(wanted.title);
    const access = wanted.access ?? 'SIGNED_IN';
    const clientNonce = nonceOf(wanted.clientNonce);
    // So that whoever opens the link signed out sees the host's name, even before auth's facts have arrived.
    await this.people.person(caller.organisationId, caller.userId);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const made = clientNonce === null ? null : await this.meetings.madeWith(tx, caller.userId, clientNonce);
      if (made && (made.title !== title || made.access !== access))
        throw new Refused('CONFLICT', 'This nonce has made another meeting.', { field: ['clientNonce'] });
      if (made) return made;
      const id = newId('meeting');
      const { code, roomName } = await this.place(tx, id);
      const createdAt = new Date();
      const meeting = {
        id,
        code,
        roomName,
        title,
        access,
        hostUserId: caller.userId,
        clientNonce,
        createdAt,
        endedAt: null,
      };
      return this.meetings.insert(tx, meeting);
    });
  }

  /**
   * Ends the meeting for everybody. Ended already: nothing more happens.
   * @throws Refused NOT_FOUND, FORBIDDEN (not the host), UNAVAILABLE (LiveKit; then nothing has changed)
   */
  async end(caller: KnownCaller, id: MeetingId): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, id, 'update');
      if (!meeting || !(await this.mayKnow(tx, meeting, caller))) throw Refused.notFound('meeting', 'meetingId');
      if (meeting.hostUserId !== caller.userId) throw new Refused('FORBIDDEN', 'Only the host can end a meeting.');
      if (meeting.endedAt) return meeting;
      const endedAt = await this.meetings.end(tx, id);
      await this.attendance.over(tx, id, {}, endedAt);
      const until = await this.removals.everybody(tx, meeting.roomName);
      const about = { organisationId: tx.organisationId, meetingId: id, at: endedAt.toISOString() };
      tx.publish(meetingEnded, { ...about, roomName: meeting.roomName, until });
      // Last, and before COMMIT: while the row is held nobody is admitted, and when LiveKit fails all of this is undone.
      await this.livekit.closeRoom(meeting.roomName);
      return { ...meeting, endedAt };
    });
  }

  private async place(tx: Transaction, id: MeetingId): Promise<{ code: string; roomName: string }> {
    for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt += 1) {
      const names = { code: newMeetingCode(), roomName: `rm_${randomBytes(ROOM_NAME_BYTES).toString('base64url')}` };
      if (await this.directory.enter(tx, { id, ...names })) return names;
    }
    throw new Error('no free meeting code was found');
  }

  private async mayKnow(tx: Transaction, meeting: Meeting, caller: KnownCaller): Promise<boolean> {
    return mayEnter(meeting, caller) || (await this.participants.meetingsOf(tx, caller.userId, [meeting.id])).size > 0;
  }
}
