import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { ParticipantControl } from '../livekit/participant-control.ts';
import { LobbyRepository } from '../lobby/lobby.repository.ts';
import { LobbyService } from '../lobby/lobby.service.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingSessions } from '../meeting-sessions/meeting-sessions.service.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import type { Who } from '../participants/who.ts';
import { isModerator } from '../roles/meeting-role.repository.ts';
import { Roles } from '../roles/roles.ts';
import { Eviction } from './eviction.ts';
import { Targets } from './targets.ts';

/** Putting people out of a meeting, for now or for good. */
@Injectable()
export class RemovalDesk {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly targets: Targets,
    private readonly standing: StandingRepository,
    private readonly roles: Roles,
    private readonly eviction: Eviction,
    private readonly meetings: MeetingRepository,
    private readonly lobbyEntries: LobbyRepository,
    private readonly lobby: LobbyService,
    private readonly news: MeetingNews,
    private readonly sessions: MeetingSessions,
    private readonly control: ParticipantControl,
  ) {}

  /**
   * The person goes with all their devices, and is no host or co-host any more. A second time changes nothing, or bans.
   * @throws Refused as `Targets.find`; UNAVAILABLE (LiveKit; then nothing has changed)
   */
  async remove(
    caller: KnownCaller,
    target: { meetingId: MeetingId; participantId: ParticipantId },
    isBanned: boolean,
  ): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting, participant, who, role } = await this.targets.find(tx, caller, target, 'REMOVE');
      const others = (await this.standing.devicesOf(tx, meeting.id, who)).filter(({ id }) => id !== participant.id);
      // Removed already, and back since with a new admission: then it is not this one who is meant.
      const devices = participant.removedAt ? (isBanned ? others : []) : [participant, ...others];
      if (isModerator(role) && devices.length > 0) await this.roles.give(tx, meeting, who, 'PRESENTER');
      const [first, ...more] = devices;
      const out = first ? await this.eviction.note(tx, meeting, [first, ...more], { wasRemoved: true }) : [];
      await this.sessions.removed(tx, meeting.id, who);
      const now = isBanned ? await this.ban(tx, meeting, who) : meeting;
      // Last, and before COMMIT: whoever slips in meanwhile waits for this row at the webhook, and is put out again.
      await Promise.all(out.map((identity) => this.control.putOut(meeting.roomName, identity)));
      return now;
    });
  }

  private async ban(tx: Transaction, meeting: Meeting, who: Who): Promise<Meeting> {
    await this.standing.ban(tx, meeting.id, who);
    const entry = await this.lobbyEntries.of(tx, meeting.id, who);
    await this.lobby.decide(tx, meeting.id, entry ? [entry] : [], false);
    if (who.userId !== null || meeting.guestsWait) return meeting;
    // Without their token a guest is a stranger: from now on a host looks at each.
    await this.meetings.set(tx, meeting.id, { guestsWait: true });
    await this.news.meetingChanged(tx, meeting.id);
    return { ...meeting, guestsWait: true };
  }
}
