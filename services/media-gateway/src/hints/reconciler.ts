import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { LobbySweeper } from '../lobby/lobby-sweeper.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { Warden } from './warden.ts';

/** Milliseconds between two looks at LiveKit's own list: attendance is off by no more where a webhook was lost (G6). */
export const RECONCILE_MS = 30_000;

/** Sets attendance and rooms right by LiveKit's own list, at the start and every 30 s. Two at once do no harm. */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly attendances: AttendanceRepository,
    private readonly attendance: AttendanceService,
    private readonly sweeper: LobbySweeper,
    private readonly warden: Warden,
    private readonly livekit: LiveKit,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => {
      this.running = this.running
        .then(() => this.reconcile())
        .catch((error: unknown) => {
          this.log.warn({ err: error }, 'attendance could not be set right; trying again');
        });
    };
    look();
    this.timer = setInterval(look, RECONCILE_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look at everything. */
  async reconcile(): Promise<void> {
    const places = await Promise.all((await this.livekit.roomNames()).map((name) => this.directory.byRoom(name)));
    for (const organisationId of await this.directory.organisations()) {
      const inRooms = places.flatMap((place) => (place?.organisationId === organisationId ? [place.meetingId] : []));
      const live = await this.unitOfWork.run(organisationId, (tx) => this.attendances.live(tx));
      for (const meetingId of new Set([...inRooms, ...live])) await this.reconcileMeeting(organisationId, meetingId);
      await this.sweeper.sweep(organisationId);
    }
  }

  private async reconcileMeeting(organisationId: OrganisationId, meetingId: MeetingId): Promise<void> {
    const before = await this.unitOfWork.run(organisationId, async (tx) => ({
      meeting: await this.meetings.find(tx, meetingId),
      sids: (await this.attendances.openStays(tx, meetingId)).map(({ participantSid }) => participantSid),
    }));
    if (!before.meeting) return;
    if (before.meeting.endedAt) await this.livekit.closeRoom(before.meeting.roomName);
    const connections = before.meeting.endedAt ? [] : await this.livekit.connectionsIn(before.meeting.roomName);
    // Only stays that were open before LiveKit was asked: whoever came in since is not in its answer.
    const gone = before.sids.filter((sid) => !connections.some(({ participantSid }) => participantSid === sid));
    await this.unitOfWork.run(organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, meetingId, 'update');
      const stay = meeting && !meeting.endedAt ? await this.warden.look(tx, meeting, connections) : [];
      for (const connection of stay) await this.attendance.joined(tx, meetingId, connection);
      await this.attendance.over(tx, meetingId, { participantSids: gone }, new Date());
    });
  }
}
