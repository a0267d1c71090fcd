import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** As long as those of `services/auth`. */
const LIFE_SECONDS = 300;

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const idOf = (kind: string, n: number) => `${kind}_${n.toString(16).padStart(32, '0')}`;

/** Signs access tokens as `services/auth` does, and publishes its key where a gateway looks for it. */
export class TokenMint {
  private readonly pair = generateKeyPairSync('ed25519');
  private readonly kid = randomUUID();
  private server: Server | undefined;
  /** Who a token says it is from; what checks it has to expect the same. */
  readonly issuer = 'http://bench.localhost';

  static async open(): Promise<TokenMint> {
    const mint = new TokenMint();
    const server = createServer((_, response) => response.end(JSON.stringify(mint.jwks)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    mint.server = server.unref();
    return mint;
  }

  /** Stands in for the address of auth. */
  get url(): string {
    return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  get jwks() {
    return { keys: [{ ...this.pair.publicKey.export({ format: 'jwk' }), kid: this.kid, alg: 'EdDSA', use: 'sig' }] };
  }

  /** Tokens of so many different people, each with a session; good for five minutes. `more`: other claims of the n-th. */
  tokens(count: number, more: (n: number) => object = () => ({})): string[] {
    const head = encode({ alg: 'EdDSA', kid: this.kid, typ: 'at+jwt' });
    const iat = Math.floor(Date.now() / 1_000);
    const common = { role: 'MEMBER', iss: this.issuer, aud: 'parley', iat, exp: iat + LIFE_SECONDS };
    return Array.from({ length: count }, (_, n) => {
      const person = { sub: idOf('usr', n + 1), sid: idOf('ses', n + 1), org: idOf('org', 1), jti: randomUUID() };
      const text = `${head}.${encode({ ...common, ...person, ...more(n) })}`;
      return `${text}.${sign(null, Buffer.from(text), this.pair.privateKey).toString('base64url')}`;
    });
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}
