import { Inject, Injectable } from '@nestjs/common';
import { idFrom, uuidOf, type LobbyId, type MeetingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller, KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { Visitors } from '../guests/visitors.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { Moderators } from '../roles/moderators.ts';
import { LobbyDirectoryRepository } from './lobby-directory.repository.ts';
import type { LobbyEntryType } from './lobby.graphql.ts';
import { LobbyRepository } from './lobby.repository.ts';
import { LobbyService } from './lobby.service.ts';

const CURSOR = [/^\d{1,19}$/, /^[0-9a-f]{32}$/];

/** The lobby as people use it: hosts look and decide, whoever waits may go. */
@Injectable()
export class LobbyDesk {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly moderators: Moderators,
    private readonly meetings: MeetingRepository,
    private readonly directory: LobbyDirectoryRepository,
    private readonly lobby: LobbyRepository,
    private readonly service: LobbyService,
    private readonly visitors: Visitors,
  ) {}

  /**
   * All of them or none. Those who wait no longer are passed over.
   * @throws Refused NOT_FOUND (the meeting, or one of them is none of its lobby), FORBIDDEN, CONFLICT (it has ended)
   */
  async decide(caller: KnownCaller, id: MeetingId, lobbyIds: LobbyId[], isAdmitted: boolean): Promise<Meeting> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { meeting } = await this.moderators.moderated(tx, caller, id);
      const entries = await this.lobby.findMany(tx, id, lobbyIds);
      if (entries.length < new Set(lobbyIds).size) throw Refused.notFound('person in this lobby', 'lobbyIds');
      await this.service.decide(tx, id, entries, isAdmitted);
      return meeting;
    });
  }

  /** Gives one's own wait up. A second time changes nothing. @throws Refused NOT_FOUND (also for others' waits) */
  async leave(caller: Caller, lobbyId: LobbyId, guestToken: string | null | undefined): Promise<void> {
    const nobody = () => Refused.notFound('wait of yours', 'lobbyId');
    const who = this.visitors.presumed(caller, guestToken);
    if (!who) throw nobody();
    // Where there is none as much is asked, of a place that is none.
    const { organisationId, meetingId } = (await this.directory.find(lobbyId)) ?? {
      organisationId: idFrom('organisation', uuidOf(lobbyId)),
      meetingId: idFrom('meeting', uuidOf(lobbyId)),
    };
    await this.unitOfWork.run(organisationId, async (tx) => {
      // What is somebody else's is not even read.
      const entry = await this.lobby.of(tx, meetingId, who);
      if (entry?.id !== lobbyId) throw nobody();
      // Whoever waits may be let in meanwhile: from here on nobody decides.
      const meeting = await this.meetings.find(tx, meetingId, 'update');
      if (!meeting) throw nobody();
      await this.service.leave(tx, meetingId, who);
    });
  }

  waitingCount({ id, organisationId }: Pick<Meeting, 'id' | 'organisationId'>): Promise<number> {
    return this.unitOfWork.run(organisationId, (tx) => this.lobby.waitingCount(tx, id));
  }

  /** Who waits, the longest first. @throws Refused BAD_USER_INPUT */
  async waiting(
    meeting: Pick<Meeting, 'id' | 'organisationId'>,
    request: PageRequest,
  ): Promise<ConnectionOf<LobbyEntryType>> {
    const asked = page(request, CURSOR);
    const rows = await this.unitOfWork.run(meeting.organisationId, (tx) => this.lobby.page(tx, meeting.id, asked));
    return pageOf(
      asked,
      rows,
      ({ sinceMicros, id }) => [sinceMicros, uuidOf(id)],
      ({ id, displayName, who, since }) => ({ lobbyId: id, displayName, isGuest: who.userId === null, since }),
    );
  }
}
