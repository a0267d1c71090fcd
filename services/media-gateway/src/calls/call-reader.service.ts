import { Inject, Injectable } from '@nestjs/common';
import type { CallId, MeetingId, UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { PersonRepository } from '../people/person.repository.ts';
import type { CallPerson, CallType } from './call.graphql.ts';
import { CallRepository } from './call.repository.ts';
import { calleesOf, isRinging, partyOf, type Call } from './call.ts';

/** Calls as those in them may see them; for everybody else there are none. */
@Injectable()
export class CallReader {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly calls: CallRepository,
    private readonly meetings: MeetingRepository,
    private readonly people: PersonRepository,
  ) {}

  async byId(viewer: KnownCaller, id: CallId): Promise<CallType | null> {
    const call = await this.unitOfWork.run(viewer.organisationId, (tx) => this.calls.findAs(tx, viewer.userId, id));
    return this.forViewer(viewer, call);
  }

  /** Those that ring for this person now. */
  async ringing(viewer: KnownCaller): Promise<CallType[]> {
    const calls = await this.unitOfWork.run(viewer.organisationId, (tx) => this.calls.ringingFor(tx, viewer.userId));
    return Promise.all(calls.map((call) => this.view(viewer, call)));
  }

  /** The call that this meeting is, if it is one. */
  async ofMeeting(viewer: KnownCaller, meetingId: MeetingId): Promise<CallType | null> {
    const call = await this.unitOfWork.run(viewer.organisationId, (tx) => this.calls.ofMeeting(tx, meetingId));
    return this.forViewer(viewer, call);
  }

  async meeting({ organisationId }: KnownCaller, id: MeetingId): Promise<Meeting> {
    return (await this.unitOfWork.run(organisationId, (tx) => this.meetings.find(tx, id))) as Meeting;
  }

  async view({ organisationId }: KnownCaller, call: Call): Promise<CallType> {
    const ids = call.parties.map(({ userId }) => userId);
    const rows = await this.unitOfWork.run(organisationId, (tx) => this.people.findMany(tx, ids));
    const known = new Map(rows.map((row) => [row.userId, row]));
    const person = (userId: UserId): CallPerson => {
      const { displayName, avatarUrl } = known.get(userId) ?? { displayName: '', avatarUrl: null };
      return { userId, displayName, avatarUrl };
    };
    const ringing = call.parties.filter(isRinging).flatMap(({ ringsUntil }) => ringsUntil?.getTime() ?? []);
    const { id, state, kind, startedAt, answeredAt, endedAt, meetingId } = call;
    return {
      id,
      state,
      kind,
      startedAt,
      answeredAt,
      endedAt,
      meetingId,
      caller: person(call.callerId),
      callees: calleesOf(call).map((callee) => ({ ...person(callee.userId), state: callee.state })),
      ringsUntil: ringing.length > 0 ? new Date(Math.max(...ringing)) : null,
    };
  }

  private async forViewer(viewer: KnownCaller, call: Call | undefined): Promise<CallType | null> {
    return call && partyOf(call, viewer.userId) ? this.view(viewer, call) : null;
  }
}
