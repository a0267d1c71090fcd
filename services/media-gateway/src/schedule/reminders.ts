import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { Announcements } from '../invitations/announcements.ts';
import { InviteeRepository } from '../invitations/invitee.repository.ts';
import { PostOffice } from '../mail/post-office.ts';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { OccurrenceRepository } from './occurrence.repository.ts';

/** Milliseconds between two looks at what begins soon. */
const LOOK_MS = 15_000;

/** Reminds, ten minutes before each time, whoever has not said no or maybe. Several copies remind once. */
@Injectable()
export class Reminders implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly meetings: MeetingRepository,
    private readonly occurrences: OccurrenceRepository,
    private readonly invitees: InviteeRepository,
    private readonly announcements: Announcements,
    private readonly post: PostOffice,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.post.isOpen) return;
    this.timer = setInterval(() => {
      this.running = this.running
        .then(() => this.look())
        .catch((error: unknown) => {
          this.log.warn({ err: error }, 'nobody could be reminded; trying again');
        });
    }, LOOK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One look at everything. */
  async look(): Promise<void> {
    for (const organisationId of await this.directory.organisations()) await this.remind(organisationId);
  }

  private async remind(organisationId: OrganisationId): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      for (const { meetingId, startsAt } of await this.occurrences.takeUnreminded(tx))
        await this.remindOf(tx, meetingId, startsAt);
    });
  }

  private async remindOf(tx: Transaction, meetingId: Parameters<MeetingRepository['find']>[1], startsAt: Date) {
    const meeting = await this.meetings.find(tx, meetingId);
    if (!meeting || meeting.endedAt) return;
    const invited = await this.invitees.of(tx, meetingId);
    const coming = invited.filter(({ answer }) => answer === 'YES' || answer === 'NONE');
    await this.announcements.tell(tx, 'REMINDER', meeting, coming, startsAt);
  }
}
