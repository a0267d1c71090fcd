import { Injectable } from '@nestjs/common';
import type { Transaction } from '@parley/persistence';
import type { Meeting } from '../meetings/meeting.ts';
import type { ParticipantRole } from '../participants/participant.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import type { Who } from '../participants/who.ts';
import { MeetingRoleRepository } from './meeting-role.repository.ts';

/** What somebody is in a meeting: those with an account keep it by their account, guests by their token. */
@Injectable()
export class Roles {
  constructor(
    private readonly kept: MeetingRoleRepository,
    private readonly standing: StandingRepository,
  ) {}

  async of(tx: Transaction, meeting: Pick<Meeting, 'id' | 'hostUserId'>, who: Who): Promise<ParticipantRole> {
    return who.userId === null
      ? this.standing.roleOfGuest(tx, meeting.id, who.guestTokenHash)
      : this.kept.of(tx, meeting, who.userId);
  }

  /** With all their devices, however often they come back. */
  async give(tx: Transaction, meeting: Pick<Meeting, 'id'>, who: Who, role: ParticipantRole): Promise<void> {
    const devices = await this.standing.devicesOf(tx, meeting.id, who);
    await this.standing.giveRole(
      tx,
      devices.map(({ id }) => id),
      role,
    );
    if (who.userId !== null) await this.kept.give(tx, meeting.id, who.userId, role);
  }
}
