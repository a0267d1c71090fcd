import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingSessions } from '../meeting-sessions/meeting-sessions.service.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { ParticipantRole, PresentParticipant } from '../participants/participant.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { MediaRights } from '../roles/media-rights.ts';
import { Roles } from '../roles/roles.ts';
import { Targets } from './targets.ts';

/** Giving roles: to a person with all their devices, at once, and for as long as the meeting is there. */
@Injectable()
export class RoleService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly targets: Targets,
    private readonly roles: Roles,
    private readonly rights: MediaRights,
    private readonly standing: StandingRepository,
    private readonly participants: ParticipantRepository,
    private readonly news: MeetingNews,
    private readonly sessions: MeetingSessions,
  ) {}

  /** @throws Refused as `Targets.find`; UNAVAILABLE (LiveKit; then nothing has changed) */
  async setRole(
    caller: KnownCaller,
    target: { meetingId: MeetingId; participantId: ParticipantId },
    role: ParticipantRole,
  ): Promise<PresentParticipant | null> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting, participant, who, role: before } = await this.targets.find(tx, caller, target, 'SET_ROLE', role);
      if (role !== before) {
        await this.roles.give(tx, meeting, who, role);
        await this.sessions.roleChanged(tx, meeting.id, who);
        const devices = (await this.standing.devicesOf(tx, meeting.id, who)).map(({ id }) => id);
        const present = await this.standing.present(tx, meeting.id, devices);
        for (const id of new Set([participant.id, ...present.map((device) => device.id)]))
          await this.news.participantChanged(tx, meeting.id, id);
        await this.rights.apply(meeting, present);
      }
      return this.participants.shown(tx, meeting.id, participant.id);
    });
  }
}
