import { Inject, Injectable } from '@nestjs/common';
import { uuidOf } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { Invitees } from '../invitations/invitees.ts';
import { MeetingListRepository, type WhichMeetings } from './meeting-list.repository.ts';
import { MeetingReader } from './meeting-reader.service.ts';
import { MeetingRepository } from './meeting.repository.ts';
import type { MeetingView } from './meeting.view.ts';

const CURSOR = [/^\d{1,18}$/, /^[0-9a-f]{32}$/];

/** The meetings one holds, is invited to or was in. */
@Injectable()
export class MeetingList {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly list: MeetingListRepository,
    private readonly meetings: MeetingRepository,
    private readonly reader: MeetingReader,
    private readonly invitees: Invitees,
  ) {}

  /** Latest first, but what is SCHEDULED soonest first. @throws Refused BAD_USER_INPUT */
  async of(caller: KnownCaller, request: PageRequest & WhichMeetings): Promise<ConnectionOf<MeetingView>> {
    const { first, after, from, to, state, hasWaiting } = request;
    const asked = page({ first, after }, CURSOR);
    for (const [field, moment] of Object.entries({ from, to }))
      if (moment && Number.isNaN(moment.getTime())) throw Refused.badInput('This is no moment in time.', field);
    if (from && to && from > to) throw Refused.badInput('This begins after it ends.', 'from');
    await this.invitees.claim(caller.organisationId, caller, null);
    const { rows, meetings } = await this.unitOfWork.run(caller.organisationId, async (tx) => {
      const rows = await this.list.page(tx, caller.userId, { from, to, state, hasWaiting }, asked);
      const shown = rows.slice(0, asked.limit).map(({ id }) => id);
      const found = new Map((await this.meetings.findMany(tx, shown)).map((meeting) => [meeting.id, meeting]));
      return { rows, meetings: shown.flatMap((id) => found.get(id) ?? []) };
    });
    const views = await this.reader.viewsOf(caller.organisationId, meetings, caller);
    const byId = new Map(views.map((view) => [view.id, view]));
    return pageOf(
      asked,
      rows,
      ({ atMicros, id }) => [atMicros, uuidOf(id)],
      ({ id }) => byId.get(id) as MeetingView,
    );
  }
}
