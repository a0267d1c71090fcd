import { Injectable } from '@nestjs/common';
import { LISTED_EVERY_MS, participantsListed, type MeetingId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { AttendanceRepository } from '../participants/attendance.repository.ts';

/**
 * Tells again, every few minutes, who is in a meeting: whoever follows the facts of arriving and leaving is set right where one of them
 * was lost. Each instance keeps its own time; told twice it comes to the same.
 */
@Injectable()
export class RollCall {
  /** When each meeting was told of last, by this process' own clock. */
  private readonly toldAt = new Map<MeetingId, number>();

  constructor(private readonly attendance: AttendanceRepository) {}

  /** Under the meeting's lock, so that nobody's arriving or leaving overtakes it. */
  async tell(tx: Transaction, meetingId: MeetingId, now = performance.now()): Promise<void> {
    const last = this.toldAt.get(meetingId);
    if (last !== undefined && now - last < LISTED_EVERY_MS) return;
    const participants = await this.attendance.peopleIn(tx, meetingId);
    const about = { organisationId: tx.organisationId, meetingId, participants };
    tx.publish(participantsListed, { ...about, at: new Date().toISOString() });
    tx.afterCommit(() => this.note(meetingId, now));
  }

  private note(meetingId: MeetingId, now: number): void {
    for (const [one, at] of this.toldAt) if (now - at > 2 * LISTED_EVERY_MS) this.toldAt.delete(one);
    this.toldAt.set(meetingId, now);
  }
}
