import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { NewInvitee, WantedInvitee } from '../invitations/invitee.ts';
import { Invitees } from '../invitations/invitees.ts';
import { LobbyService } from '../lobby/lobby.service.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingSessions } from '../meeting-sessions/meeting-sessions.service.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { titleOf, type Meeting, type MeetingAccess, type MeetingPermissions } from '../meetings/meeting.ts';
import { requirePasscode } from '../passcodes/passcode.ts';
import { Passcodes } from '../passcodes/passcodes.ts';
import { MediaRights } from '../roles/media-rights.ts';
import { Moderators } from '../roles/moderators.ts';
import { planOf, type WantedPlan } from '../schedule/plan.ts';
import { Plans } from '../schedule/plans.service.ts';

/** What is to change, as it was typed; what is absent or null stays. */
export interface Changes extends WantedPlan {
  title?: string | null | undefined;
  access?: MeetingAccess | null | undefined;
  lobby?: boolean | null | undefined;
  passcode?: string | null | undefined;
  permissions?: { [P in keyof MeetingPermissions]?: boolean | null | undefined } | null | undefined;
  invitees?: readonly WantedInvitee[] | null | undefined;
}

type Columns = Partial<Meeting>;
/** What the conversation of a session goes by. */
const OF_THE_CHAT = ['title', 'presentersMayChat'];

/** What hosts and co-hosts set of a meeting while it goes on; everybody in it is told. */
@Injectable()
export class SettingsService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly moderators: Moderators,
    private readonly meetings: MeetingRepository,
    private readonly lobby: LobbyService,
    private readonly news: MeetingNews,
    private readonly passcodes: Passcodes,
    private readonly rights: MediaRights,
    private readonly invitees: Invitees,
    private readonly plans: Plans,
    private readonly sessions: MeetingSessions,
  ) {}

  /** @throws Refused NOT_FOUND, FORBIDDEN, CONFLICT (it has ended) */
  async lock(caller: KnownCaller, id: MeetingId, isLocked: boolean): Promise<Meeting> {
    return this.change(caller, id, { isLocked });
  }

  /** @throws Refused BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT (it has ended), RATE_LIMITED, UNAVAILABLE (LiveKit) */
  async update(caller: KnownCaller, id: MeetingId, changes: Changes): Promise<Meeting> {
    const { title, access, lobby, passcode, permissions } = changes;
    const wanted: Columns = {
      ...(title == null ? {} : { title: titleOf(title) }),
      ...(access == null ? {} : { access }),
      ...(lobby == null ? {} : { hasLobby: lobby, ...(lobby ? {} : { guestsWait: false }) }),
      ...Object.fromEntries(Object.entries(permissions ?? {}).filter(([, may]) => typeof may === 'boolean')),
    };
    const typed = passcode == null ? undefined : requirePasscode(passcode, 'passcode');
    // Who may not is told before anything is hashed or looked up for them.
    await this.unitOfWork.run(caller.organisationId, (tx) => this.moderators.moderated(tx, caller, id));
    const invitees = changes.invitees ? await this.invitees.resolve(caller, changes.invitees) : undefined;
    if (typed !== undefined) wanted.passcodeHash = await this.passcodes.hash(typed);
    return this.change(caller, id, wanted, changes, invitees);
  }

  private async change(
    caller: KnownCaller,
    id: MeetingId,
    wanted: Columns,
    planned: WantedPlan = {},
    invitees?: NewInvitee[],
  ): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting } = await this.moderators.moderated(tx, caller, id);
      const columns: Columns = { ...wanted, ...planOf(planned, meeting) };
      const changed = Object.entries(columns).filter(([key, value]) => meeting[key as keyof Meeting] !== value);
      if (changed.length === 0 && !invitees) return meeting;
      if (changed.length > 0) await this.meetings.set(tx, id, Object.fromEntries(changed));
      const now = await this.plans.change(tx, meeting, { ...meeting, ...Object.fromEntries(changed) }, invitees);
      await this.lobby.release(tx, now);
      if (changed.some(([key]) => OF_THE_CHAT.includes(key))) await this.sessions.changed(tx, now);
      await this.news.meetingChanged(tx, id);
      if (changed.some(([key]) => key.startsWith('presentersMay'))) await this.rights.applyPermissions(tx, now);
      return now;
    });
  }
}
