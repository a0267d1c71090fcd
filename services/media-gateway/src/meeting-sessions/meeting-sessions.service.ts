import { Inject, Injectable } from '@nestjs/common';
import {
  sessionChanged,
  sessionPersonChanged,
  type ConversationId,
  type MeetingId,
  type MeetingSessionSnapshot,
  type SessionPerson,
} from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { CallTurns } from '../calls/call-turns.ts';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { GuestRepository } from '../guests/guest.repository.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import { whoOf, type Who } from '../participants/who.ts';
import { MeetingSessionRepository } from './meeting-session.repository.ts';
import type { MeetingSession } from './meeting-session.ts';
import { SessionPersonRepository } from './session-person.repository.ts';

type Told = 'JOINED' | 'ROLE_CHANGED' | 'REMOVED';
type Device = Parameters<typeof whoOf>[0];

/**
 * When a meeting's sessions begin and end, and who is in them; chat hears of it by facts and keeps their conversations.
 * Everything but `personOf` is called under the meeting's lock.
 */
@Injectable()
export class MeetingSessions {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly sessions: MeetingSessionRepository,
    private readonly persons: SessionPersonRepository,
    private readonly meetings: MeetingRepository,
    private readonly attendance: AttendanceRepository,
    private readonly guests: GuestRepository,
    private readonly news: MeetingNews,
    private readonly calls: CallTurns,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL'>,
  ) {}

  /** Somebody is let in: there is a session for them, with its conversation. */
  async expect(tx: Transaction, meetingId: MeetingId): Promise<void> {
    const current = await this.sessions.current(tx, meetingId);
    if (current) await this.sessions.stayOpen(tx, current);
    else await this.sessions.open(tx, meetingId);
  }

  /** Somebody's device is in. */
  async entered(tx: Transaction, meetingId: MeetingId, device: Device, at: Date): Promise<void> {
    const current = await this.sessions.current(tx, meetingId);
    const session = await this.sessions.entered(tx, current ?? (await this.sessions.open(tx, meetingId)), at);
    // Whoever was let in to the session before came back after it had ended: they learn of the new conversation.
    if (!current) await this.news.meetingChanged(tx, meetingId);
    await this.tell(tx, session, whoOf(device), 'JOINED');
  }

  /** Somebody's last device has left. */
  async left(tx: Transaction, meetingId: MeetingId, at: Date): Promise<void> {
    if ((await this.attendance.liveAmong(tx, [meetingId])).size > 0) return;
    await this.sessions.emptied(tx, meetingId, at);
    await this.calls.emptied(tx, meetingId);
  }

  async roleChanged(tx: Transaction, meetingId: MeetingId, who: Who): Promise<void> {
    await this.tellOfCurrent(tx, meetingId, who, 'ROLE_CHANGED');
  }

  /** They were put out by a host: what is said from here on is not theirs. */
  async removed(tx: Transaction, meetingId: MeetingId, who: Who): Promise<void> {
    await this.tellOfCurrent(tx, meetingId, who, 'REMOVED');
  }

  /** The meeting's title or permissions have changed. */
  async changed(tx: Transaction, meeting: Meeting): Promise<void> {
    const session = await this.sessions.current(tx, meeting.id);
    if (session) tx.publish(sessionChanged, { session: this.snapshot(session, meeting) });
  }

  /** The session is over. @param at when; null: when the last one left */
  async end(tx: Transaction, meeting: Meeting, at: Date | null): Promise<void> {
    const ended = await this.sessions.end(tx, meeting.id, at);
    await this.calls.meetingOver(tx, meeting.id, ended?.endedAt ?? at ?? new Date());
    if (ended?.startedAt) tx.publish(sessionChanged, { session: this.snapshot(ended, meeting) });
  }

  /** What chat asks for whom it does not know; null for whoever may not read there. */
  async personOf(
    conversationId: ConversationId,
    who: Who,
  ): Promise<{ session: MeetingSessionSnapshot; person: SessionPerson } | null> {
    const organisationId = await this.sessions.organisationOf(conversationId);
    if (!organisationId) return null;
    return this.unitOfWork.run(organisationId, async (tx) => {
      const session = await this.sessions.byConversation(tx, conversationId);
      const meeting = session && (await this.meetings.find(tx, session.meetingId));
      if (!meeting || !(await this.persons.isOf(tx, session, who)) || !(await this.opens(tx, session, who)))
        return null;
      const person = await this.persons.find(tx, meeting.id, who);
      return person ? { session: this.snapshot(session, meeting), person } : null;
    });
  }

  /** Whether a guest's token opens anything; those with an account need none. */
  private async opens(
    tx: Transaction,
    { meetingId, endedAt }: MeetingSession,
    { guestTokenHash }: Who,
  ): Promise<boolean> {
    return guestTokenHash === null || (!endedAt && !!(await this.guests.find(tx, meetingId, guestTokenHash)));
  }

  private async tellOfCurrent(tx: Transaction, meetingId: MeetingId, who: Who, change: Told): Promise<void> {
    const session = await this.sessions.current(tx, meetingId);
    if (session?.startedAt) await this.tell(tx, session, who, change);
  }

  private async tell(tx: Transaction, session: MeetingSession, who: Who, change: Told): Promise<void> {
    const meeting = await this.meetings.find(tx, session.meetingId);
    const person = await this.persons.find(tx, session.meetingId, who);
    if (meeting && person)
      tx.publish(sessionPersonChanged, { session: this.snapshot(session, meeting), person, change });
  }

  private snapshot(session: MeetingSession, meeting: Meeting): MeetingSessionSnapshot {
    return {
      organisationId: session.organisationId,
      sessionId: session.id,
      meetingId: meeting.id,
      conversationId: session.conversationId,
      hostUserId: meeting.hostUserId,
      title: meeting.title,
      recordUrl: `${this.config.PUBLIC_URL}/meetings/${meeting.code}`,
      startedAt: session.startedAt?.toISOString() ?? null,
      endedAt: session.endedAt?.toISOString() ?? null,
      presentersMayChat: meeting.presentersMayChat,
    };
  }
}
