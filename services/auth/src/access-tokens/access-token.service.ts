import { Inject, Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_LIMITS, sessionRevoked, type AccessTokenId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { page, pageOf, requireText, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { AuditRepository } from '../audit/audit.repository.ts';
import { CONFIG } from '../config.token.ts';
import type { AuthConfig } from '../config.ts';
import { AccessTokenRepository } from './access-token.repository.ts';
import { checkedToken, sessionOf, type AccessToken, type WantedToken } from './access-token.ts';
import { hashOf, Secrets } from './secret.ts';

/** A token as it was made: the only time that its secret is told. */
export interface MadeToken {
  readonly secret: string;
  readonly accessToken: AccessToken;
}

const UUID = [/^[0-9a-f]{32}$/];

/** Personal access tokens: made, listed and revoked by their person. The secret is shown once and not stored. */
@Injectable()
export class AccessTokenService {
  private readonly secrets: Secrets;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(CONFIG) config: AuthConfig,
    private readonly tokens: AccessTokenRepository,
    private readonly audit: AuditRepository,
  ) {
    this.secrets = new Secrets(config.SESSION_SECRET);
  }

  /** @throws Refused BAD_USER_INPUT; CONFLICT: 50 are live, or the nonce has made another one */
  async create(
    { organisationId, userId }: KnownCaller,
    wanted: WantedToken & { clientNonce?: string | null | undefined },
  ): Promise<MadeToken> {
    const checked = checkedToken(wanted);
    const nonce =
      wanted.clientNonce == null ? null : requireText(wanted.clientNonce, { least: 1, most: 128 }, 'clientNonce');
    const secret = this.secrets.make(`${organisationId} ${userId}`, nonce);
    const nonceHash = nonce === null ? null : hashOf(nonce);
    return this.unitOfWork.run(organisationId, async (tx) => {
      const live = await this.tokens.liveOf(tx, userId);
      const made = nonceHash && (await this.tokens.madeWith(tx, userId, nonceHash));
      if (made) return { secret, accessToken: sameOrRefused(made, checked) };
      if (live >= ACCESS_TOKEN_LIMITS.most)
        throw new Refused(
          'CONFLICT',
          `You have ${ACCESS_TOKEN_LIMITS.most} tokens. Revoke one before you make another.`,
        );
      const id = newId('accessToken');
      const accessToken = await this.tokens.insert(tx, userId, { id, ...checked }, { hash: hashOf(secret), nonceHash });
      await this.audit.add(tx, 'ACCESS_TOKEN_CREATED', userId, { id, name: checked.name, scopes: checked.scopes });
      return { secret, accessToken };
    });
  }

  /** Ends a token; one that has ended stays as it is. @throws Refused NOT_FOUND: none, or somebody else's */
  async revoke({ organisationId, userId }: KnownCaller, id: AccessTokenId): Promise<AccessToken> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const token = await this.tokens.find(tx, userId, id);
      if (!token) throw Refused.notFound('access token', 'id');
      if (token.revokedAt) return token;
      const revoked = await this.tokens.revoke(tx, id);
      await this.told(tx, userId, id, 'REVOKED');
      return revoked;
    });
  }

  /** Ends all of a person's: their password was reset. */
  async revokeAllOf(tx: Transaction, userId: UserId): Promise<void> {
    for (const id of await this.tokens.revokeAllOf(tx, userId)) await this.told(tx, userId, id, 'PASSWORD_RESET');
  }

  /** One's own, the newest first. @throws Refused BAD_USER_INPUT */
  async list({ organisationId, userId }: KnownCaller, asked: PageRequest): Promise<ConnectionOf<AccessToken>> {
    const request = page(asked, UUID);
    const rows = await this.unitOfWork.run(organisationId, (tx) => this.tokens.list(tx, userId, request));
    return pageOf(
      request,
      rows,
      ({ id }) => [id.slice(id.indexOf('_') + 1)],
      (token) => token,
    );
  }

  private async told(
    tx: Transaction,
    userId: UserId,
    id: AccessTokenId,
    reason: 'REVOKED' | 'PASSWORD_RESET',
  ): Promise<void> {
    await this.audit.add(tx, 'ACCESS_TOKEN_REVOKED', userId, { id, reason });
    const { organisationId } = tx;
    tx.publish(sessionRevoked, { organisationId, userId, sessionId: sessionOf(id), reason });
  }
}

/** What the nonce made, if it is what is asked for again. @throws Refused CONFLICT */
function sameOrRefused(made: AccessToken, wanted: WantedToken): AccessToken {
  const isSame =
    made.name === wanted.name &&
    made.expiresAt.getTime() === wanted.expiresAt.getTime() &&
    made.scopes.join() === wanted.scopes.join();
  if (isSame) return made;
  throw new Refused('CONFLICT', 'This nonce has made another token.', { field: ['clientNonce'] });
}
