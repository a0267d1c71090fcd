import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { lobbyWaiting, type MeetingId, type OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { MeetingNews } from '../log/meeting-news.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { MeetingRoleRepository } from '../roles/meeting-role.repository.ts';

/** Seconds in which changes of one lobby are told as one. */
export const TOLD_EVERY_SECONDS = 2;

/**
 * Tells hosts and co-hosts, wherever they are, that the lobby has changed: the first change at once, those within 2 s
 * after it as one. What a crash kept back is told by the next sweep.
 */
@Injectable()
export class LobbyBell implements OnApplicationShutdown {
  private readonly timers = new Map<MeetingId, NodeJS.Timeout>();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly roles: MeetingRoleRepository,
    private readonly news: MeetingNews,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Call under the meeting's lock. */
  async ring(tx: Transaction, id: MeetingId): Promise<void> {
    if (await this.meetings.lobbyMayBeTold(tx, id, TOLD_EVERY_SECONDS)) await this.tell(tx, id);
    else tx.afterCommit(() => this.later(tx.organisationId, id));
  }

  /** Tells what was kept back. */
  async ringAgain(organisationId: OrganisationId): Promise<void> {
    const untold = await this.unitOfWork.run(organisationId, (tx) => this.meetings.withUntoldLobby(tx));
    for (const id of untold) await this.ringNow(organisationId, id);
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  private later(organisationId: OrganisationId, id: MeetingId): void {
    if (this.timers.has(id)) return;
    const timer = setTimeout(() => {
      this.timers.delete(id);
      this.ringNow(organisationId, id).catch((error: unknown) => {
        this.log.warn({ err: error }, 'hosts could not be told of a lobby; trying again');
      });
    }, TOLD_EVERY_SECONDS * 1_000);
    this.timers.set(id, timer.unref());
  }

  private async ringNow(organisationId: OrganisationId, id: MeetingId): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, id, 'update');
      if (meeting && (await this.meetings.hasUntoldLobby(tx, id))) await this.ring(tx, id);
    });
  }

  private async tell(tx: Transaction, id: MeetingId): Promise<void> {
    const meeting = await this.meetings.find(tx, id);
    if (!meeting) return;
    const { __typename, permissions, conversationId: _conversation, ...notice } = await this.news.noticeOf(tx, meeting);
    const { __typename: _, ...allowed } = permissions;
    tx.publish(lobbyWaiting, {
      organisationId: tx.organisationId,
      userIds: await this.roles.moderatorsOf(tx, meeting),
      meeting: { ...notice, permissions: allowed, waitingCount: notice.waitingCount ?? 0 },
    });
  }
}
