import { Inject, Injectable } from '@nestjs/common';
import type { LobbyId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { Visitors, type Shown, type Visitor } from '../guests/visitors.ts';
import { Invitees } from '../invitations/invitees.ts';
import { LobbyService } from '../lobby/lobby.service.ts';
import { JoinTokens } from '../livekit/join-token.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import type { Participant } from '../participants/participant.ts';
import { Passcodes } from '../passcodes/passcodes.ts';
import { mayPublish } from '../roles/may-publish.ts';
import { Roles } from '../roles/roles.ts';
import { asksForPasscode, decide, ENDED, SIGN_IN, type Applicant, type Decision } from './admission.ts';
import { ApplicantRepository } from './applicant.repository.ts';
import { Welcome } from './welcome.service.ts';

/** What came of a wish to join. */
export type Outcome =
  | {
      kind: 'ADMITTED';
      meeting: Meeting;
      participant: Participant;
      token: string;
      url: string;
      guestToken: string | null;
    }
  | { kind: 'WAITING'; lobbyId: LobbyId; hostPresent: boolean; guestToken: string | null }
  | Extract<Decision, { kind: 'REFUSED' }>;

/** A wish to join, as it was typed. */
export interface Wish extends Shown {
  code: string;
  clientNonce: string | null;
  passcode?: string | null | undefined;
}

/** Letting people in: decides, opens the room, notes who is let in or waits, signs the token. */
@Injectable()
export class AdmissionService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly reader: MeetingReader,
    private readonly meetings: MeetingRepository,
    private readonly visitors: Visitors,
    private readonly applicants: ApplicantRepository,
    private readonly roles: Roles,
    private readonly attendance: AttendanceRepository,
    private readonly passcodes: Passcodes,
    private readonly lobby: LobbyService,
    private readonly welcome: Welcome,
    private readonly livekit: LiveKit,
    private readonly tokens: JoinTokens,
    private readonly invitees: Invitees,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'MEETING_MOST_PEOPLE'>,
  ) {}

  /**
   * @throws Refused NOT_FOUND, BAD_USER_INPUT (a guest's name), FORBIDDEN (a guest token that is none of this meeting),
   *   RATE_LIMITED (passcodes), UNAVAILABLE (LiveKit, or a name that cannot be read); then nothing has changed
   */
  async join(caller: Caller, wish: Wish): Promise<Outcome> {
    const meeting = await this.reader.byCode(wish.code);
    if (!meeting) throw Refused.notFound('meeting', 'code');
    if (meeting.endedAt) return ENDED as Extract<Decision, { kind: 'REFUSED' }>;
    if (!caller.user && meeting.access !== 'PUBLIC') return SIGN_IN as Extract<Decision, { kind: 'REFUSED' }>;
    if (caller.user && meeting.access === 'INVITED')
      await this.invitees.claim(meeting.organisationId, caller.user, meeting.id);
    const visitor = await this.visitors.atTheDoor(caller, meeting, wish);
    const before = await this.look(caller, meeting, visitor, wish);
    if (before.decision.kind === 'REFUSED') return before.decision;
    const isOpen = before.decision.kind === 'ADMITTED';
    if (isOpen) await this.livekit.openRoom(meeting.roomName);
    const outcome = await this.unitOfWork.run(meeting.organisationId, (tx) =>
      this.settle(tx, meeting, visitor, wish, { hasPasscode: before.applicant.hasPasscode, isOpen }),
    );
    if (outcome.kind === 'REFUSED') return outcome;
    const { guestToken } = visitor;
    if (outcome.kind === 'WAITING') return { ...outcome, guestToken };
    const { id: identity, role } = outcome.participant;
    const token = await this.tokens.sign(outcome.meeting.roomName, identity, mayPublish(role, outcome.meeting));
    return { ...outcome, token, url: this.livekit.publicUrl, guestToken };
  }

  /** What would be decided now, with the passcode checked if it matters. Outside the lock: hashing takes its time. */
  private async look(caller: Caller, meeting: Meeting, visitor: Visitor, { passcode, clientNonce }: Wish) {
    const applicant = await this.unitOfWork.run(meeting.organisationId, (tx) =>
      this.applicant(tx, meeting, visitor, { clientNonce, hasPasscode: true }),
    );
    const first = decide(meeting, applicant);
    if (first.kind === 'REFUSED' || meeting.passcodeHash === null || !asksForPasscode(meeting, applicant))
      return { applicant, decision: first };
    const whose = visitor.user?.userId ?? caller.ip ?? 'somebody';
    applicant.hasPasscode = await this.passcodes.check(meeting, meeting.passcodeHash, passcode ?? null, whose);
    return { applicant, decision: decide(meeting, applicant) };
  }

  private async settle(
    tx: Transaction,
    seen: Meeting,
    visitor: Visitor,
    wish: Wish,
    { hasPasscode, isOpen }: { hasPasscode: boolean; isOpen: boolean },
  ) {
    // From here to COMMIT nobody else comes in, and the meeting neither ends nor changes.
    const meeting = (await this.meetings.find(tx, seen.id, 'update')) ?? seen;
    const isSamePasscode = meeting.passcodeHash === null || meeting.passcodeHash === seen.passcodeHash;
    const { clientNonce } = wish;
    const asked = { clientNonce, hasPasscode: hasPasscode && isSamePasscode };
    const applicant = await this.applicant(tx, meeting, visitor, asked);
    const decision = decide(meeting, applicant);
    if (decision.kind === 'REFUSED') return decision;
    // They were to wait a moment ago, and were let in since; or a session has ended meanwhile, and the next is in another room.
    if (decision.kind === 'ADMITTED' && (!isOpen || meeting.roomName !== seen.roomName))
      await this.livekit.openRoom(meeting.roomName);
    if (decision.kind === 'ADMITTED')
      return {
        ...decision,
        meeting,
        participant: await this.welcome.note(tx, meeting.id, visitor, applicant.role, wish),
      };
    await this.welcome.noteGuest(tx, meeting.id, visitor);
    const lobbyId = await this.lobby.wait(tx, meeting.id, visitor.who, visitor.displayName);
    return { ...decision, lobbyId, hostPresent: await this.attendance.hasModerator(tx, meeting.id) };
  }

  private async applicant(
    tx: Transaction,
    meeting: Meeting,
    { who, user }: Visitor,
    { clientNonce, hasPasscode }: { clientNonce: string | null; hasPasscode: boolean },
  ): Promise<Applicant> {
    const known = await this.applicants.known(tx, meeting, who, clientNonce);
    const role = await this.roles.of(tx, meeting, who);
    return { ...known, user, role, hasPasscode, mostPeople: meeting.mostPeople ?? this.config.MEETING_MOST_PEOPLE };
  }
}
