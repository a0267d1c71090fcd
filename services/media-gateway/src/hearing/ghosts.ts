import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { MeetingId, ParticipantId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { ParticipantControl } from '../livekit/participant-control.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { AttendanceRepository } from '../participants/attendance.repository.ts';
import { AttendanceService } from '../participants/attendance.service.ts';
import { HearingRepository } from './hearing.repository.ts';

/** Whoever is back is heard of by everybody else's next report: what changes is reported within this time, in milliseconds. */
const HEARD_OF_WITHIN_MS = 1_000;
/** Milliseconds behind somebody's last word at which they are taken to have gone: on average half a pause between two. */
const AFTER_LAST_WORD_MS = 1_000;

/**
 * Puts out whose network is gone, before the media server does: it takes twenty seconds. Silence alone is no proof, nor is it that
 * somebody's reports stay away: it takes both, so that a meeting loses nobody when only our services are down (G6). They are not
 * removed: they may come back at any time, as who they were.
 */
@Injectable()
export class Ghosts implements OnApplicationShutdown {
  private readonly later = new Map<MeetingId, NodeJS.Timeout>();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly hearing: HearingRepository,
    private readonly stays: AttendanceRepository,
    private readonly attendance: AttendanceService,
    private readonly control: ParticipantControl,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationShutdown(): void {
    for (const timer of this.later.values()) clearTimeout(timer);
  }

  /** Looks again once somebody will be due; whoever comes back meanwhile has a moment to be heard of. One look a meeting is enough. */
  putOutLater(meeting: Meeting, silent: readonly ParticipantId[], dueInMs: number): void {
    if (this.later.has(meeting.id)) return;
    const look = (): void => {
      this.later.delete(meeting.id);
      void this.putOut(meeting, silent);
    };
    this.later.set(meeting.id, setTimeout(look, dueInMs + HEARD_OF_WITHIN_MS).unref());
  }

  /** When it does not work nothing has changed, and the next report tries again. @param silent from whom somebody receives nothing */
  async putOut(meeting: Meeting, silent: readonly ParticipantId[]): Promise<void> {
    await this.tryToPutOut(meeting, silent).catch((error: unknown) =>
      this.log.warn({ err: error }, 'somebody who is gone could not be put out'),
    );
  }

  /** @throws Refused UNAVAILABLE (LiveKit) */
  private async tryToPutOut(
    { id: meetingId, organisationId }: Meeting,
    silent: readonly ParticipantId[],
  ): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, meetingId, 'update');
      if (!meeting || meeting.endedAt) return;
      const gone = await this.hearing.gone(tx, meetingId, silent);
      for (const { id, lastWordAt } of gone) {
        const open = await this.stays.openStays(tx, meetingId);
        const participantSids = open.flatMap((stay) => (stay.participantId === id ? [stay.participantSid] : []));
        const at = new Date(lastWordAt.getTime() + AFTER_LAST_WORD_MS);
        await this.attendance.over(tx, meetingId, { participantSids }, at);
        this.log.info({ participant: id, meeting: meetingId }, 'a network is gone; its participant was put out');
      }
      await Promise.all(gone.map(({ id }) => this.control.putOut(meeting.roomName, id)));
    });
  }
}
