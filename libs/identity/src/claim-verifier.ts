import { CLAIM_SECONDS, CLAIM_TYPE, claimSchema, type Claim, type ServiceName } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWK } from 'jose';
import { VerifiedTokens } from './verified-tokens.ts';

/** A service's eye: lets in only what the gateway signed, for this service, in the last 30 s. */
export class ClaimVerifier {
  private readonly keys: ReturnType<typeof createLocalJWKSet>;
  private readonly memory = new VerifiedTokens<Claim>();

  constructor(
    private readonly service: ServiceName,
    publicJwks: JWK[],
  ) {
    this.keys = createLocalJWKSet({ keys: publicJwks } as JSONWebKeySet);
  }

  /** @throws Refused UNAUTHENTICATED when the claim is missing, forged, expired or meant for another service. */
  async verify(token: string | undefined): Promise<Claim> {
    if (!token) throw new Refused('UNAUTHENTICATED', 'This address serves the gateway only. Use the public graph.');
    try {
      return await this.memory.claimsOf(token, () => this.check(token));
    } catch {
      throw new Refused('UNAUTHENTICATED', 'The claim is not valid.');
    }
  }

  private async check(token: string): Promise<Claim> {
    const { payload } = await jwtVerify(token, this.keys, {
      algorithms: ['EdDSA'],
      typ: CLAIM_TYPE,
      issuer: 'gateway',
      audience: this.service,
      maxTokenAge: CLAIM_SECONDS,
      clockTolerance: 2,
    });
    return claimSchema.parse(payload);
  }
}
