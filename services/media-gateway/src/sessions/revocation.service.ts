import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationId, ParticipantId, SessionId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { ParticipantControl } from '../livekit/participant-control.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { Eviction } from '../moderation/eviction.ts';
import type { Participant } from '../participants/participant.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { REMOVAL_SECONDS } from '../removals/removal.service.ts';
import { SessionDirectoryRepository } from './session-directory.repository.ts';

/** The end of a session reaches media: its devices leave every meeting, of every organisation (G8). */
@Injectable()
export class RevocationService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionDirectoryRepository,
    private readonly standing: StandingRepository,
    private readonly meetings: MeetingRepository,
    private readonly eviction: Eviction,
    private readonly control: ParticipantControl,
  ) {}

  /**
   * Safe to repeat. Noted and told to the gate first: when LiveKit does not answer, the fact comes again, and the look at
   * LiveKit's list does the rest.
   * @throws Refused UNAVAILABLE
   */
  async sessionEnded(home: OrganisationId, sessionId: SessionId): Promise<void> {
    await this.unitOfWork.run(home, (tx) => this.sessions.end(tx, sessionId));
    for (const organisationId of await this.sessions.organisationsOf(sessionId)) {
      const devices = await this.unitOfWork.run(organisationId, (tx) =>
        this.standing.reachable(tx, { sessionId }, REMOVAL_SECONDS),
      );
      for (const ofMeeting of byMeeting(devices)) await this.leave(organisationId, ofMeeting);
    }
    await this.sessions.forget(sessionId);
  }

  private async leave(organisationId: OrganisationId, seen: readonly [Participant, ...Participant[]]): Promise<void> {
    const roomName = await this.unitOfWork.run(organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, seen[0].meetingId, 'update');
      if (!meeting || meeting.endedAt) return undefined;
      const now = await this.standing.findMany(tx, meeting.id, idsOf(seen));
      const [first, ...more] = now.filter(({ removedAt }) => removedAt === null);
      if (first) await this.eviction.note(tx, meeting, [first, ...more], { wasRemoved: false });
      return meeting.roomName;
    });
    if (roomName) await Promise.all(idsOf(seen).map((identity) => this.control.putOut(roomName, identity)));
  }
}

const idsOf = (devices: readonly Participant[]): ParticipantId[] => devices.map(({ id }) => id);

/** They come in the order of their meetings. */
function byMeeting(devices: readonly Participant[]): [Participant, ...Participant[]][] {
  const groups = new Map<string, [Participant, ...Participant[]]>();
  for (const device of devices) {
    const group = groups.get(device.meetingId);
    if (group) group.push(device);
    else groups.set(device.meetingId, [device]);
  }
  return [...groups.values()];
}
