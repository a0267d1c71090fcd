import { CLAIM_HEADER, type Claim, type ServiceName } from '@parley/contracts';
import { ClaimSigner } from '@parley/identity';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';

/** Who asks in a test; empty for the anonymous. */
export type TestCaller = Partial<Pick<Claim, 'sub' | 'org' | 'sid' | 'role' | 'ip' | 'scopes'>>;

/** What a subgraph answered. */
export interface TestAnswer<Data> {
  status: number;
  data: Data;
  errors: { message: string; path?: string[]; extensions: { code: string; requiredScopes?: string[] } }[] | undefined;
  setCookie: string[];
}

/** Stands where the gateway stands before one service: signs claims with a real key and speaks HTTP. */
export class TestGateway {
  private constructor(
    private readonly signer: ClaimSigner,
    /** For the service's CLAIM_PUBLIC_KEYS. */
    readonly publicKeys: (JWK & { kid: string; kty: 'OKP'; crv: 'Ed25519'; x: string })[],
  ) {}

  static async create(): Promise<TestGateway> {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    const kid = randomUUID();
    const signer = await ClaimSigner.create({ ...(await exportJWK(pair.privateKey)), kid });
    return new TestGateway(signer, [{ ...(await exportJWK(pair.publicKey)), kid } as never]);
  }

  claim(service: ServiceName, caller: TestCaller, hash?: string): Promise<string> {
    return this.signer.sign(service, { rid: randomUUID(), ...caller, ...(hash === undefined ? {} : { hash }) });
  }

  /** Sends one operation to a subgraph as this caller. */
  async ask<Data = Record<string, never>>(
    to: { url: string; service: ServiceName },
    caller: TestCaller,
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<TestAnswer<Data>> {
    const response = await fetch(`${to.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [CLAIM_HEADER]: await this.claim(to.service, caller), ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data: Data; errors?: TestAnswer<Data>['errors'] };
    return {
      status: response.status,
      data: body.data,
      errors: body.errors,
      setCookie: response.headers.getSetCookie(),
    };
  }
}
