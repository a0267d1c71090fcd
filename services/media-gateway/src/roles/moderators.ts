import { Injectable } from '@nestjs/common';
import type { MeetingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import type { Transaction } from '@parley/persistence';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { ParticipantRepository } from '../participants/participant.repository.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { isModerator, MeetingRoleRepository } from './meeting-role.repository.ts';

/** Who may change a meeting. Holds its row for the transaction. */
@Injectable()
export class Moderators {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly participants: ParticipantRepository,
    private readonly roles: MeetingRoleRepository,
  ) {}

  /** The meeting and the caller's role in it. @throws Refused NOT_FOUND, also when one may not know of it */
  async meeting(
    tx: Transaction,
    caller: KnownCaller,
    id: MeetingId,
  ): Promise<{ meeting: Meeting; role: ParticipantRole }> {
    // First, and before anything is held: of what one may not know of no more is asked than of what is not there.
    const mayKnow = (await this.participants.knownAmong(tx, caller, [id])).size > 0;
    const meeting = mayKnow ? await this.meetings.find(tx, id, 'update') : null;
    if (!meeting) throw Refused.notFound('meeting', 'meetingId');
    return { meeting, role: await this.roles.of(tx, meeting, caller.userId) };
  }

  /**
   * The meeting, for hosts and co-hosts while it goes on.
   * @throws Refused NOT_FOUND, FORBIDDEN (neither host nor co-host), CONFLICT (it has ended)
   */
  async moderated(
    tx: Transaction,
    caller: KnownCaller,
    id: MeetingId,
  ): Promise<{ meeting: Meeting; role: ParticipantRole }> {
    const found = await this.meeting(tx, caller, id);
    if (!isModerator(found.role)) throw new Refused('FORBIDDEN', 'Only hosts and co-hosts can do this.');
    if (found.meeting.endedAt) throw new Refused('CONFLICT', 'This meeting is over.', { field: ['meetingId'] });
    return found;
  }
}
