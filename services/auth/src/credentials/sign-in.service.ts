import { Inject, Injectable } from '@nestjs/common';
import { userRegistered, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { newId, UnitOfWork } from '@parley/persistence';
import { requireText } from '@parley/subgraph';
import { z } from 'zod';
import { AccessTokenService } from '../access-tokens/access-token.service.ts';
import { AuditRepository } from '../audit/audit.repository.ts';
import { CONFIG } from '../config.token.ts';
import type { AuthConfig } from '../config.ts';
import { isSafeAddress } from '../sessions/refresh-cookie.ts';
import { SessionService, type OpenSession } from '../sessions/session.service.ts';
import { UserRepository } from '../users/user.repository.ts';
import { snapshotOf, type User } from '../users/user.ts';
import { AttemptLimits } from './attempt-limits.ts';
import { CredentialRepository } from './credential.repository.ts';
import { PasswordHasher } from './password-hasher.ts';
import { requireStrongPassword } from './password.ts';

/** Where a request comes from, for limits and the list of sessions. */
export interface Origin {
  ip: string | undefined;
  userAgent: string | undefined;
}

const emailSchema = z.email().max(254);

/** Signing up and signing in with e-mail and password. */
@Injectable()
export class SignInService {
  private organisation: Promise<OrganisationId> | undefined;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) private readonly config: AuthConfig,
    private readonly users: UserRepository,
    private readonly credentials: CredentialRepository,
    private readonly sessions: SessionService,
    private readonly hasher: PasswordHasher,
    private readonly limits: AttemptLimits,
    private readonly audit: AuditRepository,
    private readonly accessTokens: AccessTokenService,
  ) {}

  /** @throws Refused BAD_USER_INPUT, WEAK_PASSWORD, EMAIL_TAKEN, RATE_LIMITED, FORBIDDEN (an address that is not safe) */
  async signUp(input: { email: string; password: string; displayName: string }, origin: Origin): Promise<OpenSession> {
    this.requireSafeAddress();
    const email = requireEmail(input.email);
    const displayName = requireText(input.displayName, { least: 1, most: 80 }, 'displayName');
    requireStrongPassword(input.password, [email, email.split('@')[0] as string, displayName]);
    await this.limits.beforeSignUp(origin.ip);
    const passwordHash = await this.hasher.hash(input.password);
    return this.unitOfWork.run(await this.organisationId(), async (tx) => {
      const role = (await this.users.isFirst(tx)) ? 'OWNER' : 'MEMBER';
      const nothing = { phone: null, title: null, locale: null, avatarUrl: null };
      const user: User = {
        organisationId: tx.organisationId,
        id: newId('user'),
        email,
        displayName,
        role,
        revision: 1,
        isEmailConfirmed: false,
        ...nothing,
      };
      await this.users.insert(tx, user);
      await this.credentials.setPasswordHash(tx, user.id, passwordHash);
      await this.audit.add(tx, 'USER_SIGNED_UP', user.id);
      tx.publish(userRegistered, snapshotOf(user));
      return this.sessions.start(tx, user, origin.userAgent);
    });
  }

  /** An unknown address and a wrong password read alike, and take as long. @throws Refused INVALID_CREDENTIALS, RATE_LIMITED */
  async signIn(input: { email: string; password: string }, origin: Origin): Promise<OpenSession> {
    this.requireSafeAddress();
    const email = input.email.trim().toLowerCase().slice(0, 254);
    await this.limits.beforeSignIn(email, origin.ip);
    const organisationId = await this.organisationId();
    const { user, passwordHash } = await this.unitOfWork.run(organisationId, async (tx) => {
      const user = await this.users.findByEmail(tx, email.replaceAll('\u0000', ''));
      return { user, passwordHash: user ? await this.credentials.passwordHash(tx, user.id) : undefined };
    });
    const isRight = await this.hasher.verify(passwordHash, input.password.slice(0, 1_024));
    if (!user || !isRight) throw new Refused('INVALID_CREDENTIALS', 'E-mail address or password is not right.');
    await this.limits.afterSignIn(email);
    return this.unitOfWork.run(organisationId, async (tx) => {
      await this.audit.add(tx, 'SIGNED_IN', user.id);
      return this.sessions.start(tx, user, origin.userAgent);
    });
  }

  /** Sets a new password for whoever forgot theirs, and ends all their sessions and access tokens. @throws Refused NOT_FOUND, WEAK_PASSWORD */
  async resetPassword(emailText: string, password: string): Promise<void> {
    const email = requireEmail(emailText);
    requireStrongPassword(password, [email]);
    const passwordHash = await this.hasher.hash(password);
    await this.unitOfWork.run(await this.organisationId(), async (tx) => {
      const user = await this.users.findByEmail(tx, email);
      if (!user) throw Refused.notFound('account', 'email');
      await this.credentials.setPasswordHash(tx, user.id, passwordHash);
      await this.sessions.endAllOf(tx, user.id);
      await this.accessTokens.revokeAllOf(tx, user.id);
      await this.audit.add(tx, 'PASSWORD_RESET', user.id);
    });
  }

  private organisationId(): Promise<OrganisationId> {
    const asked = this.organisation ?? this.users.organisation(this.config.ORGANISATION_NAME, newId('organisation'));
    this.organisation = asked;
    asked.catch(() => (this.organisation = undefined));
    return asked;
  }

  private requireSafeAddress(): void {
    if (!isSafeAddress(this.config.PUBLIC_URL))
      throw new Refused(
        'FORBIDDEN',
        `Signing in needs https: passwords would be readable on the way to ${new URL(this.config.PUBLIC_URL).host}. Ask the operator to set up TLS.`,
      );
  }
}

function requireEmail(text: string): string {
  const parsed = emailSchema.safeParse(text.trim().toLowerCase());
  if (!parsed.success) throw Refused.badInput('This is not an e-mail address.', 'email');
  return parsed.data;
}
