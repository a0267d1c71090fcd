import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { emailConfirmationAsked, userUpdated } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { AttemptLimits } from '../credentials/attempt-limits.ts';
import { UserRepository } from '../users/user.repository.ts';
import { snapshotOf, type User } from '../users/user.ts';
import { ConfirmationRepository } from './confirmation.repository.ts';

const SHAPE = /^eml_[\w-]{43}$/;
const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** Shows that an address is its owner's: a link goes there, and whoever opens it signed in as its owner has read it. */
@Injectable()
export class Confirmations {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly confirmations: ConfirmationRepository,
    private readonly users: UserRepository,
    private readonly limits: AttemptLimits,
  ) {}

  /** Whoever sends mails sends the link. An address that is confirmed gets none. @throws Refused RATE_LIMITED */
  async ask({ organisationId, userId }: KnownCaller): Promise<void> {
    await this.limits.beforeConfirmation(userId);
    await this.unitOfWork.run(organisationId, async (tx) => {
      const user = await this.users.findById(tx, userId);
      if (!user || user.isEmailConfirmed) return;
      const token = `eml_${randomBytes(32).toString('base64url')}`;
      await this.confirmations.save(tx, userId, hashOf(token));
      tx.publish(emailConfirmationAsked, { organisationId, userId, email: user.email, token });
    });
  }

  /** Again it changes nothing. @throws Refused NOT_FOUND: a link that is used up, expired, replaced or another person's */
  confirm({ organisationId, userId }: KnownCaller, token: string): Promise<User> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const isTheirs = SHAPE.test(token) && (await this.confirmations.take(tx, userId, hashOf(token)));
      if (!isTheirs)
        throw new Refused('NOT_FOUND', 'This link is used up, expired, or of another account. Have a new one sent.', {
          field: ['token'],
        });
      const user = await this.users.update(tx, userId, { isEmailConfirmed: true });
      tx.publish(userUpdated, snapshotOf(user));
      return user;
    });
  }
}
