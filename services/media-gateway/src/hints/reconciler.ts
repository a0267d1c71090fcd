import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { TestRooms } from '../connection-test/test-rooms.ts';
import { HearingRepository } from '../hearing/hearing.repository.ts';
import { LobbySweeper } from '../lobby/lobby-sweeper.ts';
import { Lifeline } from '../livekit/lifeline.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { RollCall } from './roll-call.ts';
import { Warden } from './warden.ts';

/** Milliseconds between two looks at LiveKit's own list: attendance is off by no more where a webhook was lost (G6). */
export const RECONCILE_MS = 30_000;

/**
 * Sets attendance and rooms right by LiveKit's own list, at the start, every 30 s, and when LiveKit has been away: then whoever is
 * not there any more left when it went. Two at once do no harm.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly attendances: AttendanceRepository,
    private readonly attendance: AttendanceService,
    private readonly sweeper: LobbySweeper,
    private readonly hearing: HearingRepository,
    private readonly rollCall: RollCall,
    private readonly warden: Warden,
    private readonly testRooms: TestRooms,
    private readonly livekit: LiveKit,
    private readonly lifeline: Lifeline,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), RECONCILE_MS);
    this.lifeline.watch(async (lostAt) => this.look(lostAt));
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.lifeline.close();
    await this.running;
  }

  /** @returns whether it worked */
  private look(goneAt?: Date): Promise<boolean> {
    const looked = this.running.then(async () => {
      try {
        await this.reconcile(goneAt);
        return true;
      } catch (error) {
        this.log.warn({ err: error }, 'attendance could not be set right; trying again');
        return false;
      }
    });
    this.running = looked;
    return looked;
  }

  /** One look at everything. `goneAt`: when those left who are not there any more, if that is known; else now. */
  async reconcile(goneAt?: Date): Promise<void> {
    const roomNames = await this.livekit.roomNames();
    await this.testRooms.sweep(roomNames);
    const places = await Promise.all(roomNames.map((name) => this.directory.byRoom(name)));
    await Promise.all(roomNames.map((name, n) => (places[n]?.isFormer ? this.livekit.closeRoom(name) : undefined)));
    for (const organisationId of await this.directory.organisations()) {
      const inRooms = places.flatMap((place) => (place?.organisationId === organisationId ? [place.meetingId] : []));
      const live = await this.unitOfWork.run(organisationId, (tx) => this.attendances.live(tx));
      for (const meetingId of new Set([...inRooms, ...live]))
        await this.reconcileMeeting(organisationId, meetingId, goneAt);
      await this.sweeper.sweep(organisationId);
      await this.unitOfWork.run(organisationId, (tx) => this.hearing.forget(tx));
    }
  }

  private async reconcileMeeting(
    organisationId: OrganisationId,
    meetingId: MeetingId,
    goneAt: Date | undefined,
  ): Promise<void> {
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
      // A session may have ended meanwhile: then these are in a room that is the meeting's no more.
      const isSame = meeting && !meeting.endedAt && meeting.roomName === before.meeting?.roomName;
      const stay = isSame ? await this.warden.look(tx, meeting, connections) : [];
      for (const connection of stay) await this.attendance.joined(tx, meetingId, connection);
      await this.attendance.over(tx, meetingId, { participantSids: gone }, goneAt ?? new Date());
      await this.rollCall.tell(tx, meetingId);
    });
  }
}
