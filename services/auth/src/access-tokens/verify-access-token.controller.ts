import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { idFrom, verifyAccessToken } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { z } from 'zod';
import { AccessTokenRepository } from './access-token.repository.ts';
import { sessionOf } from './access-token.ts';
import { LastUses } from './last-uses.ts';

/** An organisation that there is not. */
const NOBODYS = idFrom('organisation', '0'.repeat(32));

type Answer = z.input<typeof verifyAccessToken.answer>;

/** The bus' door to tokens: gateways ask who is behind a hash. */
@Controller()
export class VerifyAccessTokenController {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly tokens: AccessTokenRepository,
    private readonly uses: LastUses,
  ) {}

  @MessagePattern(verifyAccessToken.subject)
  @Internal()
  async verify(@Payload() payload: unknown): Promise<Answer> {
    const hash = Buffer.from(verifyAccessToken.question.parse(payload).hash, 'hex');
    const organisationId = await this.tokens.organisationOf(hash);
    // A hash that is nobody's is looked for all the same: a wrong token takes as long as a right one.
    const token = await this.unitOfWork.run(organisationId ?? NOBODYS, (tx) => this.tokens.findShown(tx, hash));
    if (!organisationId || !token) return { state: 'UNKNOWN' };
    if (token.revokedAt) return { state: 'REVOKED' };
    if (token.expiresAt.getTime() <= Date.now()) return { state: 'EXPIRED' };
    this.uses.note(organisationId, token.id);
    const { userId, role, scopes, expiresAt } = token;
    return {
      state: 'LIVE',
      organisationId,
      userId,
      sessionId: sessionOf(token.id),
      role,
      scopes: [...scopes],
      expiresAt: expiresAt.getTime() / 1000,
    };
  }
}
