import { sessionRevoked, verifyAccessToken } from '@parley/contracts';
import { ask, FactFollower } from '@parley/bus';
import { ClaimSigner } from '@parley/identity';
import type { Logger, Metrics } from '@parley/telemetry';
import type { NatsConnection } from '@nats-io/transport-node';
import type { FastifyInstance } from 'fastify';
import { AccessTokens } from './callers/access-tokens.ts';
import { KeyRing } from './callers/key-ring.ts';
import { PersonalTokens, type AskAuth } from './callers/personal-tokens.ts';
import { REMEMBERED_MS, RevokedSessions } from './callers/revoked-sessions.ts';
import { lanDoorOf, subgraphUrls, type GatewayConfig } from './config.ts';
import { Graph } from './graph/graph.ts';
import { registerCors } from './http/cors.ts';
import { registerGraphiql } from './http/graphiql.ts';
import { registerGraphql } from './http/graphql.route.ts';
import { registerPlain, type Readiness } from './http/plain.routes.ts';
import { createServer } from './http/server.ts';
import { SessionDoors } from './http/session-doors.ts';
import { LanDoor } from './lan/lan-door.ts';
import { measureLiveDoor } from './lifecycle/measure-live-door.ts';
import type { Ending } from './lifecycle/shutdown.ts';
import { Budget } from './limits/budget.ts';
import type { LiveDoor, LiveDoorDeps } from './live/live-door.types.ts';
import { registerFiles } from './passages/files.ts';
import { registerPictures } from './passages/pictures.ts';
import { registerRecordings } from './passages/recordings.ts';
import { registerStopMails } from './passages/stop-mails.ts';
import { RtcPassage } from './rtc/rtc-passage.ts';
import { liveSeam } from './sockets/live-seam.ts';
import { streamThrough } from './sockets/stream.ts';
import { routeUpgrades } from './sockets/upgrades.ts';
import { registerPages } from './web/pages.ts';
import { securityHeaders } from './web/security-headers.ts';

/** Texts of the graph: the composed supergraph, and the gateway's own subgraph. */
export interface GraphTexts {
  readonly supergraph: string;
  readonly own: string;
}

/** What the gateway is made of, once it is put together. */
export interface Gateway {
  readonly http: FastifyInstance;
  /** HTTPS for the local network, where it is asked for. */
  readonly lan: LanDoor | undefined;
  readonly revoked: RevokedSessions;
  readonly readiness: Readiness;
  /** Follows revocations, and opens the live door, once the bus is there. */
  followBus(nats: NatsConnection, create?: (deps: LiveDoorDeps) => LiveDoor): void;
  /** The stages of a graceful end (G12). */
  readonly endings: readonly Ending[];
  close(): Promise<void>;
}

/**
 * Puts the gateway together; it does not listen yet, and has no live door until `followBus`.
 * @param metrics where it tells of itself; absent: nothing is measured
 */
export async function buildGateway(
  config: GatewayConfig,
  texts: GraphTexts,
  logger: Logger,
  metrics?: Metrics,
): Promise<Gateway> {
  const graph = await Graph.open(texts.supergraph, texts.own, subgraphUrls(config), logger);
  const keys = new KeyRing(new URL('/.well-known/jwks.json', config.AUTH_URL).href);
  const revoked = new RevokedSessions();
  let bus: NatsConnection | undefined;
  const askAuth: AskAuth = async (hash) => {
    if (!bus) throw new Error('the bus is not there yet');
    return ask(bus, verifyAccessToken, { hash });
  };
  const personal = new PersonalTokens(askAuth, revoked);
  const tokens = new AccessTokens(config.PUBLIC_URL, keys, revoked, personal);
  const signer = await ClaimSigner.create(config.CLAIM_PRIVATE_KEY);
  const budget = new Budget(config.BUDGET_POINTS, config.BUDGET_POINTS_PER_SECOND);
  const doors = new SessionDoors(config.PUBLIC_URL, config.INSTALLATION_ID);
  const readiness: Readiness = { isReady: false };
  const publicOrigin = new URL(config.PUBLIC_URL).origin;
  const rtc = config.RTC_URL === undefined ? undefined : new RtcPassage(config.RTC_URL);
  let live: LiveDoor | undefined;
  let follower: FactFollower<typeof sessionRevoked> | undefined;
  let isOpen = true;

  const http = createServer(config.TRUSTED_PROXIES, readiness, logger);
  const lanDoor = lanDoorOf(config);
  const lan = lanDoor && new LanDoor(http, lanDoor);
  if (metrics) {
    http.addHook('onResponse', metrics.requestMeter());
    measureLiveDoor(metrics, () => live);
  }
  registerCors(http, publicOrigin);
  registerGraphql(http, { graph, tokens, signer, budget, doors, stream: streamThrough(() => live) });
  registerGraphiql(http);
  registerPlain(http, graph.publicSdl, keys, readiness);
  rtc?.register(http);
  registerPictures(http, config.AUTH_URL);
  registerFiles(http, config.SUBGRAPH_CHAT_URL);
  registerStopMails(http, config.SUBGRAPH_CHAT_URL);
  if (config.RECORDINGS_URL) registerRecordings(http, config.RECORDINGS_URL);
  if (config.WEB_DIR)
    await registerPages(http, config.WEB_DIR, securityHeaders(config.PUBLIC_URL, config.LIVEKIT_PUBLIC_URL));
  const origins = new Set([publicOrigin, ...config.ALLOWED_ORIGINS]);
  routeUpgrades(http.server, { live: () => live, rtc, origins, isOpen: () => isOpen });
  keys.start();

  const followBus: Gateway['followBus'] = (nats, create) => {
    bus = nats;
    live = create?.({ ...liveSeam({ graph, tokens, signer, budget }), nats, logger });
    revoked.onEnded((sessionId) => live?.revoke(sessionId));
    follower = new FactFollower(nats, sessionRevoked, REMEMBERED_MS, ({ sessionId }) => revoked.add(sessionId), logger);
    follower.start();
  };
  const shut = async (graceMs: number, spreadMs: number) => {
    readiness.isReady = false;
    await new Promise((resolve) => setTimeout(resolve, graceMs));
    isOpen = false;
    await live?.close(spreadMs);
    rtc?.close();
  };
  const rest = async () => {
    keys.stop();
    await follower?.stop();
    await lan?.close();
    await http.close();
    await graph.close();
  };
  return {
    http,
    lan,
    revoked,
    readiness,
    followBus,
    endings: [
      ['sockets', () => shut(config.SHUTDOWN_GRACE_MS, config.SHUTDOWN_SPREAD_MS)],
      ['requests', rest],
    ],
    close: async () => {
      await shut(0, 0);
      await rest();
    },
  };
}
