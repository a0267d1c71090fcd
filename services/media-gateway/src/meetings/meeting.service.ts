import { Inject, Injectable } from '@nestjs/common';
import { meetingEnded, type MeetingId, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import type { WantedInvitee } from '../invitations/invitee.ts';
import { Invitees } from '../invitations/invitees.ts';
import { LobbyService } from '../lobby/lobby.service.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingSessions } from '../meeting-sessions/meeting-sessions.service.ts';
import { MeetingSessionRepository } from '../meeting-sessions/meeting-session.repository.ts';
import { SessionEnd } from '../meeting-sessions/session-end.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { requirePasscode } from '../passcodes/passcode.ts';
import { Passcodes } from '../passcodes/passcodes.ts';
import { PeopleService } from '../people/people.service.ts';
import { RemovalService } from '../removals/removal.service.ts';
import { Moderators } from '../roles/moderators.ts';
import { isSamePlan, planOf, type WantedPlan } from '../schedule/plan.ts';
import { Plans } from '../schedule/plans.service.ts';
import { nonceOf } from './client-nonce.ts';
import { newMeetingCode } from './meeting-code.ts';
import { MeetingDirectoryRepository } from './meeting-directory.repository.ts';
import { MeetingRepository } from './meeting.repository.ts';
import { titleOf, type Meeting, type MeetingAccess } from './meeting.ts';
import { newRoomName } from './room-name.ts';

/** What a new meeting is made of, as it was typed. */
export interface NewMeeting extends WantedPlan {
  title?: string | null | undefined;
  access?: MeetingAccess | null | undefined;
  lobby?: boolean | null | undefined;
  passcode?: string | null | undefined;
  clientNonce?: string | null | undefined;
  invitees?: readonly WantedInvitee[] | null | undefined;
}

/** How a meeting stands when nobody has set anything. */
const NEW_MEETING = {
  guestsWait: false,
  isLocked: false,
  presentersMayUnmute: true,
  presentersMayStartVideo: true,
  presentersMayShare: true,
  presentersMayChat: true,
  cancelledAt: null,
  sequence: 0,
  spotlightId: null,
};

const CODE_ATTEMPTS = 5;

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
    private readonly sessions: MeetingSessions,
    private readonly livekit: LiveKit,
    private readonly invitees: Invitees,
    private readonly plans: Plans,
    private readonly sessionRows: MeetingSessionRepository,
    private readonly sessionEnd: SessionEnd,
  ) {}

  /** @throws Refused BAD_USER_INPUT, CONFLICT (the nonce made another meeting), RATE_LIMITED */
  async create(caller: KnownCaller, wanted: NewMeeting): Promise<Meeting> {
    const title = titleOf(wanted.title);
    const access = wanted.access ?? 'SIGNED_IN';
    const hasLobby = wanted.lobby ?? false;
    const passcode = wanted.passcode == null ? null : requirePasscode(wanted.passcode, 'passcode');
    const clientNonce = nonceOf(wanted.clientNonce);
    const plan = planOf(wanted, null);
    const invitees = await this.invitees.resolve(caller, wanted.invitees ?? []);
    // So that whoever opens the link signed out sees the host's name, even before auth's facts have arrived.
    await this.people.person(caller.organisationId, caller.userId);
    const passcodeHash = await this.passcodes.hash(passcode);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const made = clientNonce === null ? null : await this.meetings.madeWith(tx, caller.userId, clientNonce);
      const isSame =
        made?.title === title && made.access === access && made.hasLobby === hasLobby && isSamePlan(made, plan);
      if (
        made &&
        isSame &&
        (await this.passcodes.isSame(made.passcodeHash, passcode)) &&
        (await this.invitees.areOf(tx, made, invitees))
      )
        return made;
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
        ...plan,
        hasLobby,
        passcodeHash,
      };
      const inserted = await this.meetings.insert(tx, meeting);
      await this.plans.begin(tx, inserted, invitees);
      return inserted;
    });
  }

  /** A meeting for now, within the transaction of what it is for. @param meeting `endedAt`: it is over before it began */
  async make(tx: Transaction, meeting: Pick<Meeting, 'title' | 'access' | 'hostUserId' | 'endedAt'>): Promise<Meeting> {
    const id = newId('meeting');
    const about = { id, ...(await this.place(tx, id)), createdAt: new Date(), clientNonce: null };
    const closed = { hasLobby: false, passcodeHash: null };
    return this.meetings.insert(tx, { ...NEW_MEETING, ...planOf({}, null), ...closed, ...about, ...meeting });
  }

  /** It is over, whoever says so. Ended already: nothing more happens. @throws Refused UNAVAILABLE (LiveKit) */
  async close(organisationId: OrganisationId, id: MeetingId): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, id, 'update');
      if (meeting && !meeting.endedAt) await this.shut(tx, meeting);
    });
  }

  /**
   * Ends the meeting for everybody. Ended already: nothing more happens. One that lives on (`Plans.conclude`) stays: what ends is
   * the session, and the time of a series, that goes on.
   * @throws Refused NOT_FOUND, FORBIDDEN (not the host), UNAVAILABLE (LiveKit; then nothing has changed)
   */
  async end(caller: KnownCaller, id: MeetingId): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const meeting = await this.hosted(tx, caller, id, 'Only a host can end a meeting.');
      if (meeting.endedAt) return meeting;
      const { isConcluded, livesOn } = await this.plans.conclude(tx, meeting);
      if (!livesOn) return this.shut(tx, meeting);
      if (await this.sessionRows.current(tx, id)) return this.sessionEnd.end(tx, meeting);
      if (isConcluded) await this.news.meetingChanged(tx, id);
      return meeting;
    });
  }

  /**
   * Calls a scheduled meeting off, with all the times it was to take place, or gives a permanent room up. A second time changes
   * nothing.
   * @throws Refused NOT_FOUND, FORBIDDEN (not the host), CONFLICT (it is neither, or was ended), UNAVAILABLE (LiveKit)
   */
  async cancel(caller: KnownCaller, id: MeetingId): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const meeting = await this.hosted(tx, caller, id, 'Only a host can cancel a meeting.');
      if (meeting.cancelledAt) return meeting;
      const conflict = (message: string) => new Refused('CONFLICT', message, { field: ['meetingId'] });
      if (meeting.endedAt) throw conflict('This meeting is over.');
      if (!meeting.startsAt && !meeting.isPermanent) throw conflict('This meeting has no schedule. End it instead.');
      const told = await this.plans.callOff(tx, { ...meeting, cancelledAt: new Date() });
      return this.shut(tx, told);
    });
  }

  private async hosted(tx: Transaction, caller: KnownCaller, id: MeetingId, refusal: string): Promise<Meeting> {
    const { meeting, role } = await this.moderators.meeting(tx, caller, id);
    if (role !== 'HOST') throw new Refused('FORBIDDEN', refusal);
    return meeting;
  }

  private async shut(tx: Transaction, meeting: Meeting): Promise<Meeting> {
    const { id } = meeting;
    const endedAt = await this.meetings.end(tx, id);
    await this.lobby.close(tx, { ...meeting, endedAt });
    await this.news.meetingChanged(tx, id);
    await this.attendance.over(tx, id, {}, endedAt);
    await this.sessions.end(tx, meeting, endedAt);
    const until = await this.removals.everybody(tx, meeting.roomName);
    const about = { organisationId: tx.organisationId, meetingId: id, at: endedAt.toISOString() };
    tx.publish(meetingEnded, { ...about, roomName: meeting.roomName, until });
    // Last, and before COMMIT: while the row is held nobody is admitted, and when LiveKit fails all of this is undone.
    await this.livekit.closeRoom(meeting.roomName);
    return { ...meeting, endedAt };
  }

  private async place(tx: Transaction, id: MeetingId): Promise<{ code: string; roomName: string }> {
    for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt += 1) {
      const names = { code: newMeetingCode(), roomName: newRoomName() };
      if (await this.directory.enter(tx, { id, ...names })) return names;
    }
    throw new Error('no free meeting code was found');
  }
}
