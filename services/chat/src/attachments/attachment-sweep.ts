import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { UnitOfWork } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { AttachmentRepository } from './attachment.repository.ts';
import { keyOf, type Files } from './files.ts';
import { Incoming } from './incoming.ts';
import { FILES } from './tokens.ts';

const EVERY_MS = 600_000;

/**
 * Removes the bytes of files that nobody put into a message within a day, or whose message was deleted: at the start, every ten
 * minutes, and when kicked. The bytes go first: whatever stops it half-way, the next round finds the row and goes on.
 */
@Injectable()
export class AttachmentSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(FILES) private readonly files: Files | null,
    private readonly attachments: AttachmentRepository,
    private readonly incoming: Incoming,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.files) return;
    this.timer = setInterval(() => this.kick(), EVERY_MS);
    this.kick();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.timer);
    await this.running;
    this.files?.storage.close();
  }

  /** Looks now, behind a look that is under way. */
  kick(): void {
    this.running = this.running
      .then(() => this.sweep())
      .catch((error: unknown) => {
        // What could not be removed now is found again by the next round.
        if (!this.isStopped) this.log.warn({ err: error }, 'files could not be removed');
      });
  }

  private async sweep(): Promise<void> {
    if (!this.files) return;
    await this.incoming.tidy(this.files);
    for (let due = await this.attachments.due(); due.length > 0; due = await this.attachments.due()) {
      for (const file of due) {
        if (this.isStopped) return;
        await this.files.storage.removeAll(keyOf(file));
        await this.unitOfWork.run(file.organisationId, (tx) => this.attachments.forget(tx, file.id));
      }
    }
  }
}
