import { ClaimSigner } from '@parley/identity';
import type { Logger } from '@parley/telemetry';
import type { FastifyInstance } from 'fastify';
import { printSchema } from 'graphql';
import { AccessTokens } from './callers/access-tokens.ts';
import { KeyRing } from './callers/key-ring.ts';
import { RevokedSessions } from './callers/revoked-sessions.ts';
import { subgraphUrls, type GatewayConfig } from './config.ts';
import { Graph } from './graph/graph.ts';
import { registerCors } from './http/cors.ts';
import { registerGraphiql } from './http/graphiql.ts';
import { registerGraphql, type StreamAnswer } from './http/graphql.route.ts';
import { registerPlain, type Readiness } from './http/plain.routes.ts';
import { createServer } from './http/server.ts';
import { SessionDoors } from './http/session-doors.ts';
import { Budget } from './limits/budget.ts';
import { LivekitProxy } from './rtc/livekit-proxy.ts';
import { registerPages } from './web/pages.ts';
import { securityHeaders } from './web/security-headers.ts';

/** Texts of the graph: the composed supergraph, the gateway's own subgraph, and (else it is printed) the public schema. */
export interface GraphTexts {
  readonly supergraph: string;
  readonly own: string;
  readonly publicSdl?: string;
}

/** What the gateway is made of, once it is put together. */
export interface Gateway {
  readonly http: FastifyInstance;
  readonly graph: Graph;
  readonly tokens: AccessTokens;
  readonly revoked: RevokedSessions;
  readonly signer: ClaimSigner;
  readonly budget: Budget;
  readonly readiness: Readiness;
  close(): Promise<void>;
}

/** Puts the gateway together; it does not listen yet. `stream` answers over server-sent events. */
export async function buildGateway(
  config: GatewayConfig,
  texts: GraphTexts,
  logger: Logger,
  stream: StreamAnswer,
): Promise<Gateway> {
  const graph = await Graph.open(texts.supergraph, texts.own, subgraphUrls(config), logger);
  const keys = new KeyRing(new URL('/.well-known/jwks.json', config.AUTH_URL).href);
  const revoked = new RevokedSessions();
  const tokens = new AccessTokens(config.PUBLIC_URL, keys, revoked);
  const signer = await ClaimSigner.create(config.CLAIM_PRIVATE_KEY);
  const budget = new Budget(config.BUDGET_POINTS, config.BUDGET_POINTS_PER_SECOND);
  const doors = new SessionDoors(config.PUBLIC_URL, config.INSTALLATION_ID);
  const readiness: Readiness = { isReady: false };

  const http = createServer(config.TRUSTED_PROXIES, logger);
  registerCors(http, new URL(config.PUBLIC_URL).origin);
  registerGraphql(http, { graph, tokens, signer, budget, doors, stream });
  registerGraphiql(http);
  registerPlain(http, texts.publicSdl ?? printSchema(graph.schema), keys, readiness);
  if (config.LIVEKIT_URL) new LivekitProxy(config.LIVEKIT_URL).register(http);
  if (config.WEB_DIR)
    await registerPages(http, config.WEB_DIR, securityHeaders(config.PUBLIC_URL, config.LIVEKIT_PUBLIC_URL));

  keys.start();
  const close = async () => {
    keys.stop();
    await http.close();
    await graph.close();
  };
  return { http, graph, tokens, revoked, signer, budget, readiness, close };
}
