import type { webcrypto } from 'node:crypto';
import { CLAIM_SECONDS, CLAIM_TYPE, type Claim, type ServiceName } from '@parley/contracts';
import { importJWK, SignJWT, type JWK } from 'jose';

/** The gateway's pen: signs who is asking, for one service, for at most 30 s. */
export class ClaimSigner {
  private constructor(
    private readonly key: webcrypto.CryptoKey,
    private readonly kid: string,
  ) {}

  static async create(privateJwk: JWK & { kid: string }): Promise<ClaimSigner> {
    return new ClaimSigner((await importJWK(privateJwk, 'EdDSA')) as webcrypto.CryptoKey, privateJwk.kid);
  }

  /** `about`: what is known of the caller and the request; nothing of it comes from the client unchecked. */
  async sign(service: ServiceName, about: Omit<Claim, 'iss' | 'aud' | 'iat' | 'exp'>): Promise<string> {
    return new SignJWT({ ...about })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.kid, typ: CLAIM_TYPE })
      .setIssuer('gateway')
      .setAudience(service)
      .setIssuedAt()
      .setExpirationTime(`${CLAIM_SECONDS}s`)
      .sign(this.key);
  }
}
