import { createPrivateKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CLAIM_SECONDS, CLAIM_TYPE, type Claim, type ServiceName } from '@parley/contracts';
import type { JWK } from 'jose';

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The gateway's pen: signs who is asking, for one service, for at most 30 s. */
export class ClaimSigner {
  private readonly header: string;

  private constructor(
    private readonly key: KeyObject,
    kid: string,
  ) {
    this.header = encoded({ alg: 'EdDSA', kid, typ: CLAIM_TYPE });
  }

  static async create(privateJwk: JWK & { kid: string }): Promise<ClaimSigner> {
    return new ClaimSigner(createPrivateKey({ key: privateJwk as JsonWebKey, format: 'jwk' }), privateJwk.kid);
  }

  /**
   * `about`: what is known of the caller and the request; nothing of it comes from the client unchecked.
   * Signed on the spot: on the way through WebCrypto's thread pool a signature costs several times the CPU.
   */
  async sign(service: ServiceName, about: Omit<Claim, 'iss' | 'aud' | 'iat' | 'exp'>): Promise<string> {
    const iat = Math.floor(Date.now() / 1000);
    const claim: Claim = { ...about, iss: 'gateway', aud: service, iat, exp: iat + CLAIM_SECONDS };
    const text = `${this.header}.${encoded(claim)}`;
    return `${text}.${sign(null, Buffer.from(text), this.key).toString('base64url')}`;
  }
}
