import { Injectable } from '@nestjs/common';
import type { Transaction } from '@parley/persistence';
import { ParticipantControl } from '../livekit/participant-control.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { StandingRepository, type Present } from '../participants/standing.repository.ts';
import { mayPublish } from './may-publish.ts';

/**
 * Tells LiveKit what connected devices may send now. Called last, before COMMIT and under the meeting's lock: when LiveKit
 * does not answer nothing has changed, and no older word overtakes a newer one.
 */
@Injectable()
export class MediaRights {
  constructor(
    private readonly standing: StandingRepository,
    private readonly control: ParticipantControl,
  ) {}

  /** These devices have another role. */
  async apply(meeting: Meeting, devices: readonly Present[]): Promise<void> {
    await Promise.all(
      devices.map(({ id, role }) => this.control.permit(meeting.roomName, id, mayPublish(role, meeting))),
    );
  }

  /** Presenters may send something else than before. */
  async applyPermissions(tx: Transaction, meeting: Meeting): Promise<void> {
    const present = await this.standing.present(tx, meeting.id);
    await this.apply(
      meeting,
      present.filter(({ role }) => role === 'PRESENTER'),
    );
  }
}
