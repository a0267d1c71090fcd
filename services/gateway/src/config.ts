import { key, loadConfig } from '@parley/config';
import type { ServiceName } from '@parley/contracts';
import { z } from 'zod';
import type { LanDoorConfig } from './lan/lan-door.ts';

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  );

/** Every key and what it means: `docs/operate/configuration.md` is made of it. */
export const schema = z.object({
  HOST: key.host,
  PORT: key.port,
  METRICS_PORT: key.metricsPort,
  LOG_LEVEL: key.logLevel,
  NATS_URL: key.natsUrl,
  /** The address browsers use; its origin alone may use the refresh cookie. */
  PUBLIC_URL: key.publicUrl,
  /** Names the refresh cookie, because ports share cookies. */
  INSTALLATION_ID: z.string().regex(/^[a-z0-9]{1,32}$/, 'must be 1 to 32 of a-z and 0-9'),
  /** Signs the claims that subgraphs believe. */
  CLAIM_PRIVATE_KEY: key.claimPrivateKey,
  /** The auth service: its keys are read from `/.well-known/jwks.json`. */
  AUTH_URL: z.url(),
  /** The subgraph of auth: `http://host:port/graphql`. */
  SUBGRAPH_AUTH_URL: z.url(),
  /** The subgraph of contacts: `http://host:port/graphql`. */
  SUBGRAPH_CONTACTS_URL: z.url(),
  /** The subgraph of presence: `http://host:port/graphql`. */
  SUBGRAPH_PRESENCE_URL: z.url(),
  /** The subgraph of chat: `http://host:port/graphql`. */
  SUBGRAPH_CHAT_URL: z.url(),
  /** The subgraph of the media-gateway: `http://host:port/graphql`. */
  SUBGRAPH_MEDIA_GATEWAY_URL: z.url(),
  /** The gate, to which `/rtc*` is passed; absent: it is not passed. */
  RTC_URL: z.url().optional(),
  /** The recorders, to which `/recordings/*` is passed: `http://host:port`; absent: it is not passed. */
  RECORDINGS_URL: z.url().optional(),
  /** Where browsers reach LiveKit when that is not here; it joins the page's `connect-src`. */
  LIVEKIT_PUBLIC_URL: z.url().optional(),
  /** Address on which HTTPS is answered too, at PORT, for the local network; needs both TLS files. Absent: HOST alone, in plain. */
  LAN_HOST: z.string().optional(),
  /** PEM file with the certificate for LAN_HOST. */
  TLS_CERTIFICATE_FILE: z.string().optional(),
  /** PEM file with its private key. */
  TLS_KEY_FILE: z.string().optional(),
  /** Directory of the built web client; absent: no pages are served. */
  WEB_DIR: z.string().optional(),
  /** Origins besides PUBLIC_URL whose pages may open sockets, comma-separated. */
  ALLOWED_ORIGINS: list,
  /** Addresses or CIDR ranges of proxies whose `X-Forwarded-For` is believed, comma-separated. */
  TRUSTED_PROXIES: list,
  /** Points a caller may hold at once (`docs/api/limits.md`). */
  BUDGET_POINTS: z.coerce.number().int().min(1).default(50_000),
  /** Points a caller gets back each second. */
  BUDGET_POINTS_PER_SECOND: z.coerce.number().int().min(1).default(1_000),
  /** Milliseconds to go on serving after SIGTERM, so that balancers notice, 0–10,000. */
  SHUTDOWN_GRACE_MS: z.coerce.number().int().min(0).max(10_000).default(5_000),
  /** Milliseconds over which open sockets are closed after that, 0–15,000. */
  SHUTDOWN_SPREAD_MS: z.coerce.number().int().min(0).max(15_000).default(15_000),
});

export type GatewayConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every bad key. */
export function gatewayConfig(environment: Record<string, string | undefined> = process.env): GatewayConfig {
  return loadConfig(schema, environment);
}

/** Where each service's subgraph is. */
export function subgraphUrls(config: GatewayConfig): Record<ServiceName, string> {
  return {
    auth: config.SUBGRAPH_AUTH_URL,
    contacts: config.SUBGRAPH_CONTACTS_URL,
    presence: config.SUBGRAPH_PRESENCE_URL,
    chat: config.SUBGRAPH_CHAT_URL,
    'media-gateway': config.SUBGRAPH_MEDIA_GATEWAY_URL,
  };
}

/** The door to the local network, when one is wanted. @throws when it has no certificate or key. */
export function lanDoorOf(config: GatewayConfig): LanDoorConfig | undefined {
  const { LAN_HOST: host, TLS_CERTIFICATE_FILE: certificateFile, TLS_KEY_FILE: keyFile } = config;
  if (host === undefined) return undefined;
  if (certificateFile === undefined || keyFile === undefined)
    throw new Error('LAN_HOST needs TLS_CERTIFICATE_FILE and TLS_KEY_FILE: nothing is served to the network in plain.');
  return { host, certificateFile, keyFile, publicUrl: config.PUBLIC_URL };
}
