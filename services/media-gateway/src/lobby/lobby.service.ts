import { Injectable } from '@nestjs/common';
import type { LobbyId, MeetingId } from '@parley/contracts';
import { newId, type Transaction } from '@parley/persistence';
import { MeetingLog } from '../log/meeting-log.ts';
import { MeetingNews } from '../log/meeting-news.ts';
import { asksForLobby, type Meeting } from '../meetings/meeting.ts';
import { holderOf, type Who } from '../participants/who.ts';
import { LobbyBell } from './lobby-bell.ts';
import { LobbyDirectoryRepository } from './lobby-directory.repository.ts';
import type { LobbyEntry } from './lobby-entry.ts';
import { LobbyRepository } from './lobby.repository.ts';

/** Who waits for a meeting. Everything here is called under the meeting's lock and tells all whom it concerns. */
@Injectable()
export class LobbyService {
  constructor(
    private readonly lobby: LobbyRepository,
    private readonly directory: LobbyDirectoryRepository,
    private readonly log: MeetingLog,
    private readonly news: MeetingNews,
    private readonly bell: LobbyBell,
  ) {}

  /** Somebody waits; asking again is a sign of life. */
  async wait(tx: Transaction, meetingId: MeetingId, who: Who, displayName: string): Promise<LobbyId> {
    const entry = await this.lobby.of(tx, meetingId, who);
    if (entry?.state === 'WAITING') {
      await this.lobby.touch(tx, entry.id);
      return entry.id;
    }
    const id = await this.lobby.wait(tx, newId('lobby'), meetingId, who, displayName);
    await this.directory.enter(tx, id, meetingId);
    await this.moved(tx, meetingId);
    return id;
  }

  /** Lets those of the entries in, or not, that still wait. */
  async decide(tx: Transaction, meetingId: MeetingId, entries: LobbyEntry[], isAdmitted: boolean): Promise<void> {
    const waiting = entries.filter(({ state }) => state === 'WAITING');
    if (waiting.length === 0) return;
    await this.lobby.settle(
      tx,
      waiting.map(({ id }) => id),
      isAdmitted ? 'ADMITTED' : 'REFUSED',
    );
    for (const { id, who } of waiting)
      await this.log.append(tx, { lobbyId: id }, { __typename: 'AdmissionDecided', isAdmitted }, [holderOf(who)]);
    await this.moved(tx, meetingId);
  }

  /** They wait no longer, of their own accord or because they were put out or banned. */
  async leave(tx: Transaction, meetingId: MeetingId, who: Who): Promise<void> {
    const entry = await this.lobby.of(tx, meetingId, who);
    if (entry?.state !== 'WAITING') return;
    await this.lobby.settle(tx, [entry.id], 'LEFT');
    await this.moved(tx, meetingId);
  }

  /** The meeting's settings have changed: whoever need not wait any more is let in. */
  async release(tx: Transaction, meeting: Meeting): Promise<void> {
    const waiting = await this.lobby.waiting(tx, meeting.id);
    const free = waiting.filter(({ who }) => !asksForLobby(meeting, who.userId === null));
    await this.decide(tx, meeting.id, free, true);
  }

  /** The meeting has ended: nobody waits any more, and each is told. */
  async close(tx: Transaction, meeting: Meeting): Promise<void> {
    const waiting = await this.lobby.waiting(tx, meeting.id);
    if (waiting.length === 0) return;
    await this.lobby.settle(
      tx,
      waiting.map(({ id }) => id),
      'LEFT',
    );
    const notice = { ...(await this.news.noticeOf(tx, meeting)), waitingCount: null, conversationId: null };
    for (const { id, who } of waiting)
      await this.log.append(tx, { lobbyId: id }, { __typename: 'MeetingChanged', meeting: notice }, [holderOf(who)]);
    await this.moved(tx, meeting.id);
  }

  /** A host or co-host came, or the last of them left: those who wait are told. */
  async hostPresenceChanged(tx: Transaction, meetingId: MeetingId, hostPresent: boolean): Promise<void> {
    for (const { id } of await this.lobby.waiting(tx, meetingId))
      await this.log.append(tx, { lobbyId: id }, { __typename: 'HostPresenceChanged', hostPresent });
  }

  /** Those who gave no sign of life wait no longer. */
  async forgetSilent(tx: Transaction, meetingId: MeetingId): Promise<void> {
    if ((await this.lobby.forgetSilent(tx, meetingId)) > 0) await this.moved(tx, meetingId);
  }

  private async moved(tx: Transaction, meetingId: MeetingId): Promise<void> {
    const waitingCount = await this.lobby.waitingCount(tx, meetingId);
    await this.log.append(tx, { meetingId }, { __typename: 'LobbyMoved', waitingCount });
    await this.bell.ring(tx, meetingId);
  }
}
