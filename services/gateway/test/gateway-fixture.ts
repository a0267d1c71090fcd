import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { idFrom, type SessionId, type UserId } from '@parley/contracts';
import { createLogger, type Metrics } from '@parley/telemetry';
import { composeServices } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { buildGateway, type Gateway } from '../src/app.ts';
import { gatewayConfig, type GatewayConfig } from '../src/config.ts';
import { listening, type SubgraphFixture } from './subgraph-fixture.ts';

export const PUBLIC_URL = 'http://localhost:4999';
export const someId = () => randomBytes(16).toString('hex');
const own = readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8');

/** An Ed25519 pair with a name, as JWKs and as a key to sign with. */
export async function keyPair(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  return {
    kid,
    key: privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid } as JWK & { kid: string },
    privateJwk: { ...(await exportJWK(privateKey)), kid } as JWK & { kid: string; d: string },
  };
}
export type KeyPair = Awaited<ReturnType<typeof keyPair>>;

/** A stand-in for auth's key door; `keys` may change while it runs. */
export class KeyDoor {
  keys: JWK[] = [];
  asked = 0;
  url = '';
  private server: Server | undefined;

  async start(): Promise<this> {
    this.server = createServer((_request, response) => {
      this.asked += 1;
      response.end(JSON.stringify({ keys: this.keys }));
    });
    this.url = await listening(this.server);
    return this;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}

export interface Person {
  readonly userId: UserId;
  readonly sessionId: SessionId;
}
export const somebody = (): Person => ({ userId: idFrom('user', someId()), sessionId: idFrom('session', someId()) });
const org = idFrom('organisation', someId());

/** An access token as auth makes it; `change` bends its claims. */
export async function accessToken(
  pair: { kid: string; key: CryptoKey },
  { userId, sessionId }: Person,
  change: Record<string, unknown> = {},
  header: Record<string, string> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    iss: PUBLIC_URL,
    aud: 'parley',
    sub: userId,
    sid: sessionId,
    org,
    role: 'MEMBER',
    iat: now,
    exp: now + 300,
    ...change,
  })
    .setProtectedHeader({ alg: 'EdDSA', kid: pair.kid, typ: 'at+jwt', ...header })
    .sign(pair.key);
}

/** Composes what the tests' subgraphs and the gateway's own say. */
export function compose(subgraphs: Pick<SubgraphFixture, 'name' | 'sdl'>[]): string {
  const services = [{ name: 'gateway', typeDefs: parse(own), url: 'http://gateway.invalid' }].concat(
    subgraphs.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: `http://${name}.invalid` })),
  );
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

/** A gateway over these subgraphs, listening on a free port. */
export async function startGateway(
  subgraphs: SubgraphFixture[],
  claimKey: KeyPair,
  authUrl: string,
  more: Partial<Record<keyof GatewayConfig, string>> = {},
  metrics?: Metrics,
): Promise<Gateway & { url: string }> {
  const at = (name: string) =>
    subgraphs.find((subgraph) => subgraph.name === name)?.url ?? 'http://127.0.0.1:1/graphql';
  const config = gatewayConfig({
    PORT: '1',
    NATS_URL: 'nats://127.0.0.1:1',
    PUBLIC_URL,
    INSTALLATION_ID: 'test',
    CLAIM_PRIVATE_KEY: JSON.stringify(claimKey.privateJwk),
    AUTH_URL: authUrl,
    SUBGRAPH_AUTH_URL: at('auth'),
    SUBGRAPH_CONTACTS_URL: at('contacts'),
    SUBGRAPH_PRESENCE_URL: at('presence'),
    SUBGRAPH_CHAT_URL: at('chat'),
    SUBGRAPH_MEDIA_GATEWAY_URL: at('media-gateway'),
    ...more,
  });
  const logger = createLogger('gateway', 'silent');
  const gateway = await buildGateway(config, { supergraph: compose(subgraphs), own }, logger, metrics);
  const url = await gateway.http.listen({ port: 0, host: '127.0.0.1' });
  gateway.readiness.isReady = true;
  return { ...gateway, url };
}

/** A GraphQL response as a test reads it. */
export interface Reply {
  data?: Record<string, Record<string, unknown>> | null;
  errors?: {
    message: string;
    path?: unknown;
    extensions: { code: string; requestId: string; [key: string]: unknown };
  }[];
}
