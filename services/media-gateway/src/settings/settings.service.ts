import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { LobbyService } from '../lobby/lobby.service.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { titleOf, type Meeting, type MeetingAccess, type MeetingPermissions } from '../meetings/meeting.ts';
import { requirePasscode } from '../passcodes/passcode.ts';
import { Passcodes } from '../passcodes/passcodes.ts';
import { MediaRights } from '../roles/media-rights.ts';
import { Moderators } from '../roles/moderators.ts';

/** What is to change, as it was typed; what is absent or null stays. */
export interface Changes {
  title?: string | null | undefined;
  access?: MeetingAccess | null | undefined;
  lobby?: boolean | null | undefined;
  passcode?: string | null | undefined;
  permissions?: { [P in keyof MeetingPermissions]?: boolean | null | undefined } | null | undefined;
}

type Columns = Partial<Meeting>;

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
    // Who may not is told before anything is hashed for them.
    await this.unitOfWork.run(caller.organisationId, (tx) => this.moderators.moderated(tx, caller, id));
    if (typed !== undefined) wanted.passcodeHash = await this.passcodes.hash(typed);
    return this.change(caller, id, wanted);
  }

  private async change(caller: KnownCaller, id: MeetingId, wanted: Columns): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting } = await this.moderators.moderated(tx, caller, id);
      const changed = Object.entries(wanted).filter(([key, value]) => meeting[key as keyof Meeting] !== value);
      if (changed.length === 0) return meeting;
      const now: Meeting = { ...meeting, ...Object.fromEntries(changed) };
      await this.meetings.set(tx, id, Object.fromEntries(changed));
      await this.lobby.release(tx, now);
      await this.news.meetingChanged(tx, id);
      if (changed.some(([key]) => key.startsWith('presentersMay'))) await this.rights.applyPermissions(tx, now);
      return now;
    });
  }
}
