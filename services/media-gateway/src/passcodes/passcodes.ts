import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { hash, verify, type Options } from '@node-rs/argon2';
import { UnitOfWork } from '@parley/persistence';
import PQueue from 'p-queue';
import { PasscodeTryRepository } from './passcode-try.repository.ts';
import { typedPasscode } from './passcode.ts';

/** argon2id as auth's passwords: 19 MiB, two passes. */
const OPTIONS: Options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
/** Hashes at once; more would only take the cores from everybody else's requests. */
const AT_ONCE = 2;
const MOST_WAITING = 256;
/** Wrong tries per meeting and caller within a minute. */
const MOST_TRIES = 10;

/** A meeting that has a passcode. */
interface Guarded {
  id: MeetingId;
  organisationId: OrganisationId;
}

/** Hashes passcodes and checks what people type, ten wrong ones a minute, counted by all instances together. */
@Injectable()
export class Passcodes {
  private readonly queue = new PQueue({ concurrency: AT_ONCE });

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly tries: PasscodeTryRepository,
  ) {}

  /** @throws Refused RATE_LIMITED when too many wait */
  async hash(passcode: string | null): Promise<string | null> {
    return passcode === null ? null : this.enqueue(() => hash(passcode, OPTIONS));
  }

  async isSame(passcodeHash: string | null, passcode: string | null): Promise<boolean> {
    if (passcodeHash === null || passcode === null) return passcodeHash === passcode;
    return this.enqueue(() => verify(passcodeHash, passcode));
  }

  /**
   * Whether this is the meeting's passcode. Nothing typed is wrong, and no try.
   * @param caller who tries: a user id, or an address
   * @throws Refused RATE_LIMITED behind ten wrong tries in a minute, whatever was typed
   */
  async check(meeting: Guarded, passcodeHash: string, typed: string | null, caller: string): Promise<boolean> {
    if (!typed) return false;
    const { id, organisationId } = meeting;
    await this.take(meeting, caller);
    const passcode = typedPasscode(typed);
    const isRight = passcode !== null && (await this.enqueue(() => verify(passcodeHash, passcode)));
    if (isRight) await this.unitOfWork.run(organisationId, (tx) => this.tries.giveBack(tx, id, caller));
    return isRight;
  }

  private async take({ id, organisationId }: Guarded, caller: string): Promise<void> {
    const { tries, forgottenInMs } = await this.unitOfWork.run(organisationId, (tx) => this.tries.take(tx, id, caller));
    if (tries <= MOST_TRIES) return;
    const message = `Too many wrong passcodes. Try again in ${Math.ceil(forgottenInMs / 1_000)} seconds.`;
    throw new Refused('RATE_LIMITED', message, { retryAfterMs: forgottenInMs, field: ['passcode'] });
  }

  private async enqueue<T>(work: () => Promise<T>): Promise<T> {
    if (this.queue.size >= MOST_WAITING)
      throw new Refused('RATE_LIMITED', 'Many people are joining. Try again in a few seconds.', {
        retryAfterMs: 5_000,
      });
    return this.queue.add(work);
  }
}
