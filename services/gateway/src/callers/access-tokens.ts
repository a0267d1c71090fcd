import { idSchema, roleSchema } from '@parley/contracts';
import { VerifiedTokens, type KnownCaller } from '@parley/identity';
import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { KeysUnavailable, type KeyRing } from './key-ring.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import type { RevokedSessions } from './revoked-sessions.ts';
import { ANONYMOUS, BadBearer, type Visitor } from './visitor.ts';

const claimsSchema = z.object({
  sub: idSchema('user'),
  sid: idSchema('session'),
  org: idSchema('organisation'),
  role: roleSchema,
  exp: z.number(),
});

interface Verified extends Visitor {
  readonly user: KnownCaller;
  readonly exp: number;
}

/** Turns a bearer into a visitor: a personal access token, or auth's signature, our issuer and audience, not expired, session not ended (G7, G8). */
export class AccessTokens {
  private readonly memory = new VerifiedTokens<Verified>();

  constructor(
    private readonly issuer: string,
    private readonly keys: Pick<KeyRing, 'keyOf'>,
    private readonly revoked: RevokedSessions,
    private readonly personal: PersonalTokens,
  ) {}

  /** The visitor behind an `Authorization` value from this address; none means anonymous. @throws BadBearer */
  async visitorOf(authorization: string | undefined, ip: string | undefined): Promise<Visitor> {
    if (authorization === undefined || authorization === '') return ANONYMOUS;
    const personal = /^Bearer (pat_.{0,200})$/i.exec(authorization)?.[1];
    if (personal !== undefined) return this.personal.visitorOf(personal, ip ?? '');
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
    if (!token || token.length > 4_096) throw new BadBearer('forged');
    const visitor = await this.memory.claimsOf(token, () => this.check(token));
    if (this.revoked.has(visitor.user.sessionId)) throw new BadBearer('revoked');
    return visitor;
  }

  private async check(token: string): Promise<Verified> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
        algorithms: ['EdDSA'],
        typ: 'at+jwt',
        issuer: this.issuer,
        audience: 'parley',
        requiredClaims: ['exp'],
      });
      const { sub, sid, org, role, exp } = claimsSchema.parse(payload);
      return { user: { userId: sub, organisationId: org, sessionId: sid, role }, expiresAt: exp, exp };
    } catch (error) {
      if (error instanceof KeysUnavailable) throw new BadBearer('unavailable');
      throw new BadBearer(error instanceof errors.JWTExpired ? 'expired' : 'forged');
    }
  }

  private async keyOf(kid: string | undefined) {
    const key = kid === undefined ? undefined : await this.keys.keyOf(kid);
    if (!key) throw new BadBearer('forged');
    return key;
  }
}
