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
import { OccurrenceRepository } from '../schedule/occurrence.repository.ts';
import type { Opening } from '../schedule/opening.ts';
import { readMeetingCode } from './meeting-code.ts';
import { MeetingDirectoryRepository } from './meeting-directory.repository.ts';
import { MeetingRepository } from './meeting.repository.ts';
import { asksForLobby, permissionsOf, stateOf, type Meeting } from './meeting.ts';
import type { MeetingView } from './meeting.view.ts';

/** What our rows say of a meeting and of whoever looks at it. */
interface Known {
  isLive: boolean;
  standing: Standing;
  opening: Opening | undefined;
}

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
    private readonly occurrences: OccurrenceRepository,
    @Inject(CONFIG)
    private readonly config: Pick<
      MediaConfig,
      'PUBLIC_URL' | 'MEETING_MOST_PEOPLE' | 'MEETING_MOST_MINUTES' | 'MEETING_ALONE_MINUTES'
    >,
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

  /** Those of the ids that the caller may know of: meetings of the organisation that they may enter, were let in to or are invited to. */
  async byIds(caller: KnownCaller, ids: readonly MeetingId[]): Promise<Meeting[]> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const known = await this.participants.knownAmong(tx, caller, ids);
      return known.size > 0 ? this.meetings.findMany(tx, [...known]) : [];
    });
  }

  /**
   * The meeting as the caller may see it. A host who cannot be named at the moment is left out.
   * @param letInAs what whoever was let in just now is in it; guests see who is in by this alone
   */
  async viewOf(meeting: Meeting, caller: KnownCaller | undefined, letInAs?: ParticipantRole): Promise<MeetingView> {
    const { id, organisationId } = meeting;
    const [known, host] = await Promise.all([
      this.unitOfWork.run(organisationId, async (tx) => ({
        isLive: (await this.attendance.liveAmong(tx, [id])).has(id),
        standing: await this.standings.of(tx, meeting, caller, letInAs),
        opening: (await this.occurrences.openings(tx, [id])).get(id),
      })),
      this.host(meeting),
    ]);
    return this.shown(meeting, known, host, caller);
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
        const ids = meetings.map(({ id }) => id);
        const live = await this.attendance.liveAmong(tx, ids);
        const openings = await this.occurrences.openings(tx, ids);
        const standings: Standing[] = [];
        for (const meeting of meetings) standings.push(await this.standings.of(tx, meeting, caller));
        return { live, standings, openings };
      }),
      Promise.all([...hosts].map(async ([userId, meeting]) => [userId, await this.host(meeting)] as const)),
    ]);
    const named = new Map(people);
    return meetings.map((meeting, n) => {
      const isLive = known.live.has(meeting.id);
      const about = { isLive, standing: known.standings[n] as Standing, opening: known.openings.get(meeting.id) };
      return this.shown(meeting, about, named.get(meeting.hostUserId) ?? null, caller);
    });
  }

  private host({ organisationId, hostUserId }: Meeting): Promise<Person | null> {
    return this.people.person(organisationId, hostUserId).catch(() => null);
  }

  private shown(
    meeting: Meeting,
    { isLive, standing, opening }: Known,
    host: Person | null,
    viewer: KnownCaller | undefined,
  ): MeetingView {
    const { id, organisationId, code, title, access, createdAt, endedAt, isLocked } = meeting;
    const { startsAt, endsAt, timeZone, recurrence, isPermanent } = meeting;
    return {
      id,
      organisationId,
      code,
      url: `${this.config.PUBLIC_URL}/m/${code}`,
      title,
      access,
      state: stateOf(meeting, isLive, opening),
      host: host && { userId: host.userId, displayName: host.displayName, avatarUrl: host.avatarUrl },
      createdAt,
      endedAt,
      hasLobby: asksForLobby(meeting, true),
      isLocked,
      hasPasscode: meeting.passcodeHash !== null,
      spotlight: standing.showsParticipants ? meeting.spotlightId : null,
      permissions: standing.showsParticipants ? permissionsOf(meeting) : null,
      startsAt,
      endsAt,
      timeZone,
      recurrence,
      isPermanent,
      mostPeople: meeting.mostPeople ?? this.config.MEETING_MOST_PEOPLE,
      mostMinutes: meeting.mostMinutes ?? (this.config.MEETING_MOST_MINUTES || null),
      aloneMinutes: this.config.MEETING_ALONE_MINUTES || null,
      nextStartsAt: endedAt ? null : (opening?.nextStartsAt ?? null),
      isCancelled: meeting.cancelledAt !== null,
      viewerId: viewer?.userId ?? null,
      ...standing,
    };
  }
}
