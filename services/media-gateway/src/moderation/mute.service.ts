import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { ParticipantControl } from '../livekit/participant-control.ts';
import { MeetingLog } from '../log/meeting-log.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { PeopleService } from '../people/people.service.ts';
import { mayPublish, type MediaSource } from '../roles/may-publish.ts';
import { isModerator } from '../roles/meeting-role.repository.ts';
import { Moderators } from '../roles/moderators.ts';
import { Targets } from './targets.ts';

interface Place {
  meetingId: MeetingId;
  participantId: ParticipantId;
}

/** Switching people's devices off, and asking them to speak. Nobody switches anything on but its owner. */
@Injectable()
export class MuteService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly targets: Targets,
    private readonly moderators: Moderators,
    private readonly standing: StandingRepository,
    private readonly people: PeopleService,
    private readonly log: MeetingLog,
    private readonly control: ParticipantControl,
  ) {}

  /** @throws Refused as `Targets.find`; UNAVAILABLE */
  async mute(caller: KnownCaller, place: Place, source: MediaSource): Promise<Meeting> {
    const by = await this.nameOf(caller);
    const { organisationId } = caller;
    const { meeting, participant, role } = await this.unitOfWork.run(organisationId, (tx) =>
      this.targets.find(tx, caller, place, 'MUTE'),
    );
    // Outside the transaction: it may be many, and nothing of ours changes by it.
    await this.switchOff(meeting, source, (id) => (id === participant.id ? mayPublish(role, meeting) : undefined));
    await this.tell(meeting, { __typename: 'Muted', participantId: participant.id, source, by });
    return meeting;
  }

  /** Everybody but hosts and co-hosts. @throws Refused NOT_FOUND, FORBIDDEN, CONFLICT (it has ended), UNAVAILABLE */
  async muteEveryone(caller: KnownCaller, meetingId: MeetingId, source: MediaSource): Promise<Meeting> {
    const by = await this.nameOf(caller);
    const { meeting, present } = await this.unitOfWork.run(caller.organisationId, async (tx) => ({
      ...(await this.moderators.moderated(tx, caller, meetingId)),
      present: await this.standing.present(tx, meetingId),
    }));
    const roles = new Map<string, (typeof present)[number]['role']>(present.map(({ id, role }) => [id, role]));
    await this.switchOff(meeting, source, (id) => {
      const role = roles.get(id) ?? 'VIEWER';
      return isModerator(role) ? undefined : mayPublish(role, meeting);
    });
    await this.tell(meeting, { __typename: 'Muted', participantId: null, source, by });
    return meeting;
  }

  /** @throws Refused as `Targets.find`; CONFLICT also when they may not use their microphone */
  async askToUnmute(caller: KnownCaller, place: Place): Promise<Meeting> {
    const by = await this.nameOf(caller);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting, participant, role } = await this.targets.find(tx, caller, place, 'ASK_TO_UNMUTE');
      if (!mayPublish(role, meeting).includes('MICROPHONE'))
        throw new Refused(
          'CONFLICT',
          'They may not use their microphone: change their role or the permissions first.',
          {
            field: ['participantId'],
          },
        );
      const { id: participantId } = participant;
      await this.log.append(tx, { meetingId: meeting.id }, { __typename: 'UnmuteAsked', participantId, by });
      return meeting;
    });
  }

  /** @param whose what somebody may send; undefined: not theirs */
  private async switchOff(
    { roomName }: Meeting,
    source: MediaSource,
    whose: (identity: string) => readonly MediaSource[] | undefined,
  ): Promise<void> {
    if (source === 'SCREEN_SHARE') await this.control.stopShares(roomName, whose);
    else await this.control.mute(roomName, source, (identity) => whose(identity) !== undefined);
  }

  private async tell(
    { id: meetingId, organisationId }: Meeting,
    event: { __typename: 'Muted'; participantId: ParticipantId | null; source: MediaSource; by: string },
  ): Promise<void> {
    await this.unitOfWork.run(organisationId, (tx) => this.log.append(tx, { meetingId }, event));
  }

  private async nameOf({ organisationId, userId }: KnownCaller): Promise<string> {
    return (await this.people.person(organisationId, userId)).displayName;
  }
}
