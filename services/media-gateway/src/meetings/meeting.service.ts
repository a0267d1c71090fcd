import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { meetingEnded, type MeetingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { LobbyService } from '../lobby/lobby.service.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { requirePasscode } from '../passcodes/passcode.ts';
import { Passcodes } from '../passcodes/passcodes.ts';
import { PeopleService } from '../people/people.service.ts';
import { RemovalService } from '../removals/removal.service.ts';
import { Moderators } from '../roles/moderators.ts';
import { nonceOf } from './client-nonce.ts';
import { newMeetingCode } from './meeting-code.ts';
import { MeetingDirectoryRepository } from './meeting-directory.repository.ts';
import { MeetingRepository } from './meeting.repository.ts';
import { titleOf, type Meeting, type MeetingAccess } from './meeting.ts';

/** What a new meeting is made of, as it was typed. */
export interface NewMeeting {
  title?: string | null | undefined;
  access?: MeetingAccess | null | undefined;
  lobby?: boolean | null | undefined;
  passcode?: string | null | undefined;
  clientNonce?: string | null | undefined;
}

/** How a meeting stands when nobody has set anything. */
const NEW_MEETING = {
  guestsWait: false,
  isLocked: false,
  presentersMayUnmute: true,
  presentersMayStartVideo: true,
  presentersMayShare: true,
  presentersMayChat: true,
  mostPeople: null,
};

const CODE_ATTEMPTS = 5;
const ROOM_NAME_BYTES = 16;

/** Making meetings and ending them. */
@Injectable()
export class MeetingService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly moderators: Moderators,
    private readonly news: MeetingNews,
    private readonly lobby: LobbyService,
    private readonly passcodes: Passcodes,
    private readonly attendance: AttendanceService,
    private readonly people: PeopleService,
    private readonly removals: RemovalService,
    private readonly livekit: LiveKit,
  ) {}

  /** @throws Refused BAD_USER_INPUT, CONFLICT (the nonce made another meeting), RATE_LIMITED */
  async create(caller: KnownCaller, wanted: NewMeeting): Promise<Meeting> {
    const title = titleOf(wanted.title);
    const access = wanted.access ?? 'SIGNED_IN';
    const hasLobby = wanted.lobby ?? false;
    const passcode = wanted.passcode == null ? null : requirePasscode(wanted.passcode, 'passcode');
    const clientNonce = nonceOf(wanted.clientNonce);
    // So that whoever opens the link signed out sees the host's name, even before auth's facts have arrived.
    await this.people.person(caller.organisationId, caller.userId);
    const passcodeHash = await this.passcodes.hash(passcode);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const made = clientNonce === null ? null : await this.meetings.madeWith(tx, caller.userId, clientNonce);
      const isSame = made?.title === title && made.access === access && made.hasLobby === hasLobby;
      if (made && isSame && (await this.passcodes.isSame(made.passcodeHash, passcode))) return made;
      if (made) throw new Refused('CONFLICT', 'This nonce has made another meeting.', { field: ['clientNonce'] });
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
        ...NEW_MEETING,
        hasLobby,
        passcodeHash,
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
      const { meeting, role } = await this.moderators.meeting(tx, caller, id);
      if (role !== 'HOST') throw new Refused('FORBIDDEN', 'Only a host can end a meeting.');
      if (meeting.endedAt) return meeting;
      const endedAt = await this.meetings.end(tx, id);
      await this.lobby.close(tx, { ...meeting, endedAt });
      await this.news.meetingChanged(tx, id);
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
}
