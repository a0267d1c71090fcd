import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { Visitors } from '../guests/visitors.ts';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ParticipantRepository } from './participant.repository.ts';
import { StandingRepository } from './standing.repository.ts';
import type { Who } from './who.ts';

/** Where somebody says they are. */
export interface Claimed {
  meetingId: MeetingId;
  /** Which of their devices; the one that came last unless it is named. */
  participantId: ParticipantId | null;
  guestToken: string | null | undefined;
}

/** Somebody who is in a meeting that goes on. */
export interface Insider {
  meeting: Meeting;
  who: Who;
  /** The device they speak of. */
  me: ParticipantId;
  /** All of their devices that are in. */
  devices: ParticipantId[];
}

const unknown = () => Refused.notFound('meeting', 'meetingId');
const isOver = () => new Refused('CONFLICT', 'This meeting is over.', { field: ['meetingId'] });

/** Whoever does something of their own within a meeting: with an account or as a guest. */
@Injectable()
export class Insiders {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly participants: ParticipantRepository,
    private readonly standing: StandingRepository,
    private readonly visitors: Visitors,
  ) {}

  /**
   * Holds the meeting's row meanwhile, unless nothing of the meeting changes (`lock` false).
   * @throws Refused UNAUTHENTICATED (neither session nor guest token), NOT_FOUND (the meeting, also when one may not know of
   * it, or the participant), FORBIDDEN (a guest token that is none of this meeting, somebody else's device), CONFLICT (it has
   * ended, one is not in)
   */
  async within<T>(
    caller: Caller,
    claimed: Claimed,
    work: (tx: Transaction, found: Insider) => Promise<T>,
    { lock = true } = {},
  ): Promise<T> {
    const { meetingId, guestToken } = claimed;
    const place = await this.directory.byId(meetingId);
    // Of what is not there as much is asked as of what one may not know of.
    const organisationId = place?.organisationId ?? caller.user?.organisationId;
    const meeting =
      organisationId && (await this.unitOfWork.run(organisationId, (tx) => this.known(tx, caller, meetingId)));
    if (!meeting) throw unknown();
    if (meeting.endedAt && (caller.user || guestToken)) throw isOver();
    const who = await this.visitors.known(caller, meeting, guestToken);
    return this.unitOfWork.run(meeting.organisationId, async (tx) => {
      const held = await this.meetings.find(tx, meetingId, ...(lock ? (['update'] as const) : []));
      if (!held) throw unknown();
      if (held.endedAt) throw isOver();
      return work(tx, { meeting: held, who, ...(await this.devices(tx, who, claimed)) });
    });
  }

  /** The meeting, if they may know of it; guests show their token for it. */
  private async known(tx: Transaction, { user }: Caller, id: MeetingId): Promise<Meeting | undefined> {
    if (user && (await this.participants.knownAmong(tx, user, [id])).size === 0) return undefined;
    return (await this.meetings.find(tx, id)) ?? undefined;
  }

  private async devices(
    tx: Transaction,
    who: Who,
    { meetingId, participantId }: Claimed,
  ): Promise<Pick<Insider, 'me' | 'devices'>> {
    const mine = (await this.standing.devicesOf(tx, meetingId, who)).map(({ id }) => id);
    if (participantId && !mine.includes(participantId)) {
      const [other] = await this.standing.findMany(tx, meetingId, [participantId]);
      if (!other) throw Refused.notFound('participant in this meeting', 'participantId');
      throw new Refused('FORBIDDEN', 'This is not you.', { field: ['participantId'] });
    }
    const devices = (await this.standing.present(tx, meetingId, mine)).map(({ id }) => id);
    const me = participantId === null ? devices.at(-1) : devices.find((id) => id === participantId);
    if (!me) throw new Refused('CONFLICT', 'You are not in this meeting. Join it first.', { field: ['meetingId'] });
    return { me, devices };
  }
}
