import { Injectable } from '@nestjs/common';
import type { Transaction } from '@parley/persistence';
import { Announcements } from '../invitations/announcements.ts';
import { InviteeRepository } from '../invitations/invitee.repository.ts';
import type { NewInvitee } from '../invitations/invitee.ts';
import { Invitees } from '../invitations/invitees.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { OccurrenceRepository } from './occurrence.repository.ts';
import { scheduleIn } from './plan.ts';
import { isSameSchedule, occurrencesOf } from './schedule.ts';

/** Puts into effect what is planned of a meeting: its times, and whom it is for. Called under the meeting's lock. */
@Injectable()
export class Plans {
  constructor(
    private readonly meetings: MeetingRepository,
    private readonly occurrences: OccurrenceRepository,
    private readonly invitees: Invitees,
    private readonly invited: InviteeRepository,
    private readonly announcements: Announcements,
  ) {}

  /** Of a meeting that was made just now. */
  async begin(tx: Transaction, meeting: Meeting, invitees: NewInvitee[]): Promise<void> {
    const schedule = scheduleIn(meeting);
    if (schedule) await this.occurrences.replace(tx, meeting.id, occurrencesOf(schedule));
    const { added } = await this.invitees.replace(tx, meeting, invitees);
    await this.announcements.tell(tx, 'INVITATION', meeting, added);
  }

  /**
   * Of a meeting that was changed. Another time asks everybody anew.
   * @param invitees absent: whoever is invited stays so
   * @returns the meeting as calendars know it from now on
   */
  async change(tx: Transaction, before: Meeting, now: Meeting, invitees?: NewInvitee[]): Promise<Meeting> {
    const isMoved = !isSameSchedule(scheduleIn(before), scheduleIn(now));
    if (isMoved) await this.move(tx, now);
    const list = invitees
      ? await this.invitees.replace(tx, now, invitees)
      : { added: [], removed: [], kept: await this.invited.of(tx, now.id) };
    const isChanged = isMoved || before.title !== now.title;
    if (!isChanged && list.added.length + list.removed.length === 0) return now;
    const told = { ...now, sequence: before.sequence + 1 };
    await this.meetings.set(tx, now.id, { sequence: told.sequence });
    await this.announcements.tell(tx, 'CANCELLATION', told, list.removed);
    await this.announcements.tell(tx, 'INVITATION', told, list.added);
    if (isChanged) await this.announcements.tell(tx, 'CHANGE', told, list.kept);
    return told;
  }

  /** It takes place no more. */
  async callOff(tx: Transaction, meeting: Meeting): Promise<Meeting> {
    await this.occurrences.forget(tx, meeting.id);
    const told = { ...meeting, sequence: meeting.sequence + 1 };
    await this.meetings.set(tx, meeting.id, { sequence: told.sequence, cancelledAt: meeting.cancelledAt });
    await this.announcements.tell(tx, 'CANCELLATION', told, await this.invited.of(tx, meeting.id));
    return told;
  }

  /**
   * A host has ended the meeting for everybody: with it the time that goes on is over.
   * @returns whether it was, and whether the meeting lives on: a permanent room, or one with times to come
   */
  async conclude(tx: Transaction, meeting: Meeting): Promise<{ isConcluded: boolean; livesOn: boolean }> {
    const isConcluded = await this.occurrences.conclude(tx, meeting.id);
    const opening = (await this.occurrences.openings(tx, [meeting.id])).get(meeting.id);
    return { isConcluded, livesOn: meeting.isPermanent || !!opening?.nextStartsAt };
  }

  private async move(tx: Transaction, meeting: Meeting): Promise<void> {
    const schedule = scheduleIn(meeting);
    await this.occurrences.replace(tx, meeting.id, schedule ? occurrencesOf(schedule) : []);
    await this.invited.forgetAnswers(tx, meeting.id);
  }
}
