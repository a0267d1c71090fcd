import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import type { OrganisationId } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { MeetingDirectoryRepository } from '../meetings/meeting-directory.repository.ts';
import { MailTransport } from './mail-transport.ts';
import { MailRepository } from './mail.repository.ts';
import type { MailToSend, NewMail } from './mail.ts';

/** Milliseconds between two looks for mails that are due: those of a crash, and those to be tried again. */
const LOOK_MS = 5_000;

/**
 * Sends what was stored, after COMMIT: at least once, under a Message-ID that stays. What cannot be sent is tried again,
 * ever later; after five tries it is dead, with the cause.
 */
@Injectable()
export class PostOffice implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isClosing = false;
  private givenUpCount = 0;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly directory: MeetingDirectoryRepository,
    private readonly mails: MailRepository,
    private readonly transport: MailTransport,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Whether there is a mail server. Without one nothing is stored. */
  get isOpen(): boolean {
    return this.transport.isThere;
  }

  /** Mails that this copy has given up since its start. */
  get givenUp(): number {
    return this.givenUpCount;
  }

  /** Mails that were given up and lie there, of all organisations. */
  async countDead(): Promise<number> {
    let count = 0;
    for (const organisationId of await this.directory.organisations())
      count += await this.unitOfWork.run(organisationId, (tx) => this.mails.countDead(tx));
    return count;
  }

  onApplicationBootstrap(): void {
    if (!this.isOpen) return;
    const look = () =>
      this.soon(async () => {
        for (const organisationId of await this.directory.organisations()) await this.sendDue(organisationId);
      });
    look();
    this.timer = setInterval(look, LOOK_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** To be sent once the transaction is committed. */
  async post(tx: Transaction, mails: readonly NewMail[]): Promise<void> {
    if (!this.isOpen || mails.length === 0) return;
    await this.mails.insert(tx, mails);
    tx.afterCommit(() => this.soon(() => this.sendDue(tx.organisationId)));
  }

  /** Everything that is due, until there is nothing more. */
  async sendDue(organisationId: OrganisationId): Promise<void> {
    while (!this.isClosing) {
      const taken = await this.unitOfWork.run(organisationId, (tx) => this.mails.take(tx));
      if (taken.length === 0) return;
      await Promise.all(taken.map((mail) => this.send(organisationId, mail)));
    }
  }

  private async send(organisationId: OrganisationId, mail: MailToSend): Promise<void> {
    const failure = await this.transport.send(mail).then(
      () => undefined,
      (error: unknown) => failureOf(error),
    );
    if (!failure) return this.unitOfWork.run(organisationId, (tx) => this.mails.sent(tx, mail.id));
    const isDead = await this.unitOfWork.run(organisationId, (tx) => this.mails.failed(tx, mail.id, failure.cause));
    // Neither whom it was for nor what the server said of them: that is in the row.
    const about = { mail: mail.id, attempts: mail.attempts, code: failure.code };
    if (!isDead) return this.log.warn(about, 'a mail could not be sent; trying again');
    this.givenUpCount += 1;
    this.log.error(about, 'a mail could not be sent in five tries and is given up');
  }

  private soon(work: () => Promise<void>): void {
    this.running = this.running.then(work).catch((error: unknown) => {
      this.log.warn({ err: error }, 'mails could not be looked at; trying again');
    });
  }
}

function failureOf(error: unknown): { code: string; cause: string } {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return {
    code: String(responseCode ?? code ?? 'unknown'),
    cause: error instanceof Error ? error.message : String(error),
  };
}
