import { Injectable } from '@nestjs/common';
import type { KnownCaller } from '@parley/identity';
import type { Transaction } from '@parley/persistence';
import { mayEnter, type Meeting } from '../meetings/meeting.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { userWho } from '../participants/who.ts';
import { isModerator, MeetingRoleRepository } from '../roles/meeting-role.repository.ts';
import { decide } from './admission.ts';
import { ApplicantRepository } from './applicant.repository.ts';

/** What somebody may see of a meeting. */
export interface Standing {
  myRole: ParticipantRole | null;
  showsParticipants: boolean;
  showsLobby: boolean;
  isInvited: boolean;
}

const NOTHING: Standing = { myRole: null, showsParticipants: false, showsLobby: false, isInvited: false };

/** How somebody stands to a meeting they look at. */
@Injectable()
export class Standings {
  constructor(
    private readonly applicants: ApplicantRepository,
    private readonly roles: MeetingRoleRepository,
  ) {}

  /** @param letInAs what whoever was let in just now is in it */
  async of(
    tx: Transaction,
    meeting: Meeting,
    user: KnownCaller | undefined,
    letInAs?: ParticipantRole,
  ): Promise<Standing> {
    if (!user) return letInAs ? { ...NOTHING, myRole: letInAs, showsParticipants: true } : NOTHING;
    if (letInAs) {
      const isInvited = await this.applicants.isInvited(tx, meeting, user.userId);
      return { myRole: letInAs, showsParticipants: true, showsLobby: isModerator(letInAs), isInvited };
    }
    const role = await this.roles.of(tx, meeting, user.userId);
    const known = await this.applicants.known(tx, meeting, userWho(user.userId), null);
    const { isInvited } = known;
    // Who is in is for those who were let in, and for whoever could walk in now.
    const applicant = { ...known, user, role, hasPasscode: false, mostPeople: Infinity };
    const walksIn = decide({ ...meeting, endedAt: null }, applicant).kind === 'ADMITTED';
    return {
      myRole: isModerator(role) || known.wasLetIn || mayEnter(meeting, user, isInvited) ? role : null,
      showsParticipants: !known.isBanned && (walksIn || known.wasLetIn),
      showsLobby: !known.isBanned && isModerator(role),
      isInvited,
    };
  }
}
