import { Inject, Injectable } from '@nestjs/common';
import { sessionRevoked, type OrganisationId, type SessionId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { AuditRepository } from '../audit/audit.repository.ts';
import { UserRepository } from '../users/user.repository.ts';
import type { User } from '../users/user.ts';
import { newRefreshToken, readRefreshToken, type RefreshToken } from './refresh-token.ts';
import { SessionRepository } from './session.repository.ts';

/** A session that goes on: its person and the refresh token that continues it. */
export interface OpenSession {
  person: KnownCaller;
  user: User;
  refreshToken: string;
}

const notValid = () => new Refused('INVALID_CREDENTIALS', 'Your session has ended. Sign in again.');

/** Sessions: started by sign-up and sign-in, continued by rotating refresh tokens, ended for every device at once or one by one. */
@Injectable()
export class SessionService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly audit: AuditRepository,
  ) {}

  /** Starts a session within the transaction that has checked who this is. */
  async start(tx: Transaction, user: User, userAgent: string | undefined): Promise<OpenSession> {
    const sessionId = newId('session');
    const token = newRefreshToken(tx.organisationId, sessionId);
    await this.sessions.start(tx, sessionId, user.id, userAgent);
    await this.sessions.addToken(tx, token);
    return { person: personOf(user, sessionId), user, refreshToken: token.text };
  }

  /**
   * Rotates a refresh token. A used one ends its whole family, but for the grace in which its successor is unused.
   * @throws Refused INVALID_CREDENTIALS
   */
  async refresh(cookie: string | undefined): Promise<OpenSession> {
    const token = cookie === undefined ? undefined : readRefreshToken(cookie);
    if (!token) throw notValid();
    const opened = await this.unitOfWork.run(token.organisationId, (tx) => this.rotate(tx, token));
    if (!opened) throw notValid();
    return opened;
  }

  async signOut(person: KnownCaller): Promise<void> {
    await this.unitOfWork.run(person.organisationId, (tx) => this.endOne(tx, person.sessionId, person.userId));
  }

  /** Signs out by cookie alone: the access token has expired, the tab still wants to end the session. */
  async signOutByCookie(cookie: string): Promise<void> {
    const token = readRefreshToken(cookie);
    if (!token) return;
    await this.unitOfWork.run(token.organisationId, async (tx) => {
      if (!(await this.sessions.useUp(tx, token))) return;
      const userId = await this.sessions.personOfLive(tx, token.sessionId);
      if (userId) await this.endOne(tx, token.sessionId, userId);
    });
  }

  async endAllOf(tx: Transaction, userId: UserId): Promise<void> {
    const ended = await this.sessions.endAllOf(tx, userId, 'PASSWORD_RESET');
    for (const sessionId of ended)
      tx.publish(sessionRevoked, { organisationId: tx.organisationId, userId, sessionId, reason: 'PASSWORD_RESET' });
  }

  private async rotate(tx: Transaction, token: RefreshToken): Promise<OpenSession | undefined> {
    const userId = await this.sessions.personOfLive(tx, token.sessionId);
    if (!userId) return undefined;
    const fresh = await this.sessions.useUp(tx, token);
    if (!fresh && !(await this.sessions.takeBackSuccessor(tx, token))) {
      if (await this.sessions.wasUsed(tx, token)) await this.endForReuse(tx, token.sessionId, userId);
      return undefined;
    }
    const successor = newRefreshToken(tx.organisationId, token.sessionId);
    await this.sessions.addToken(tx, successor, token);
    const user = await this.users.findById(tx, userId);
    return user ? { person: personOf(user, token.sessionId), user, refreshToken: successor.text } : undefined;
  }

  private async endForReuse(tx: Transaction, sessionId: SessionId, userId: UserId): Promise<void> {
    await this.sessions.end(tx, sessionId, 'TOKEN_REUSED');
    await this.audit.add(tx, 'REFRESH_TOKEN_REUSED', userId, { sessionId });
    tx.publish(sessionRevoked, { organisationId: tx.organisationId, userId, sessionId, reason: 'TOKEN_REUSED' });
  }

  private async endOne(tx: Transaction, sessionId: SessionId, userId: UserId): Promise<void> {
    if (!(await this.sessions.end(tx, sessionId, 'SIGNED_OUT'))) return;
    await this.audit.add(tx, 'SIGNED_OUT', userId, { sessionId });
    tx.publish(sessionRevoked, { organisationId: tx.organisationId, userId, sessionId, reason: 'SIGNED_OUT' });
  }
}

function personOf(user: User, sessionId: SessionId): KnownCaller {
  return { userId: user.id, organisationId: user.organisationId as OrganisationId, sessionId, role: user.role };
}
