import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { Standings, type Standing } from '../admission/standings.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { PeopleService, type Person } from '../people/people.service.ts';
import { readMeetingCode } from './meeting-code.ts';
import { MeetingDirectoryRepository } from './meeting-directory.repository.ts';
import { MeetingRepository } from './meeting.repository.ts';
import { asksForLobby, mayEnter, permissionsOf, stateOf, type Meeting } from './meeting.ts';
import type { MeetingView } from './meeting.view.ts';

/** Reading meetings: by the link anybody may show, or by id for those who may know of it. */
@Injectable()
export class MeetingReader {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly participants: ParticipantRepository,
    private readonly attendance: AttendanceRepository,
    private readonly standings: Standings,
    private readonly people: PeopleService,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL'>,
  ) {}

  /** The meeting behind what somebody typed, or undefined. */
  async byCode(typed: string): Promise<Meeting | undefined> {
    const code = readMeetingCode(typed);
    const place = code && (await this.directory.byCode(code));
    if (!place) return undefined;
    return this.unitOfWork.run(
      place.organisationId,
      async (tx) => (await this.meetings.find(tx, place.meetingId)) ?? undefined,
    );
  }

  /** Those of the ids that the caller may know of: meetings of the organisation that they may enter or were let in to. */
  async byIds(caller: KnownCaller, ids: readonly MeetingId[]): Promise<Meeting[]> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const meetings = await this.meetings.findMany(tx, ids);
      const closed = meetings.filter((meeting) => !mayEnter(meeting, caller)).map(({ id }) => id);
      const letIn = await this.participants.meetingsOf(tx, caller.userId, closed);
      return meetings.filter((meeting) => mayEnter(meeting, caller) || letIn.has(meeting.id));
    });
  }

  /**
   * The meeting as the caller may see it. A host who cannot be named at the moment is left out.
   * @param letInAs what whoever was let in just now is in it; guests see who is in by this alone
   */
  async viewOf(meeting: Meeting, caller: KnownCaller | undefined, letInAs?: ParticipantRole): Promise<MeetingView> {
    const { id, organisationId } = meeting;
    const [{ isLive, standing }, host] = await Promise.all([
      this.unitOfWork.run(organisationId, async (tx) => ({
        isLive: (await this.attendance.liveAmong(tx, [id])).has(id),
        standing: await this.standings.of(tx, meeting, caller, letInAs),
      })),
      this.host(meeting),
    ]);
    return this.shown(meeting, isLive, standing, host);
  }

  /** Several of one organisation at once, in the order given, as the caller may see them. */
  async viewsOf(
    organisationId: OrganisationId,
    meetings: readonly Meeting[],
    caller: KnownCaller,
  ): Promise<MeetingView[]> {
    const hosts = new Map(meetings.map((meeting) => [meeting.hostUserId, meeting]));
    const [known, people] = await Promise.all([
      this.unitOfWork.run(organisationId, async (tx) => {
        const live = await this.attendance.liveAmong(
          tx,
          meetings.map(({ id }) => id),
        );
        const standings: Standing[] = [];
        for (const meeting of meetings) standings.push(await this.standings.of(tx, meeting, caller));
        return { live, standings };
      }),
      Promise.all([...hosts].map(async ([userId, meeting]) => [userId, await this.host(meeting)] as const)),
    ]);
    const named = new Map(people);
    return meetings.map((meeting, n) =>
      this.shown(
        meeting,
        known.live.has(meeting.id),
        known.standings[n] as Standing,
        named.get(meeting.hostUserId) ?? null,
      ),
    );
  }

  private host({ organisationId, hostUserId }: Meeting): Promise<Person | null> {
    return this.people.person(organisationId, hostUserId).catch(() => null);
  }

  private shown(meeting: Meeting, isLive: boolean, standing: Standing, host: Person | null): MeetingView {
    const { id, organisationId, code, title, access, createdAt, endedAt, isLocked } = meeting;
    return {
      id,
      organisationId,
      code,
      url: `${this.config.PUBLIC_URL}/m/${code}`,
      title,
      access,
      state: stateOf(meeting, isLive),
      host: host && { userId: host.userId, displayName: host.displayName, avatarUrl: host.avatarUrl },
      createdAt,
      endedAt,
      hasLobby: asksForLobby(meeting, true),
      isLocked,
      hasPasscode: meeting.passcodeHash !== null,
      permissions: standing.showsParticipants ? permissionsOf(meeting) : null,
      ...standing,
    };
  }
}
