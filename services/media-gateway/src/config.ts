import { environment, key, loadConfig, SECRET } from '@parley/config';
import { z } from 'zod';

/** Every key and what it means: `docs/operate/configuration.md` is made of it. */
export const schema = z.object({
  HOST: key.host,
  PORT: key.port,
  METRICS_PORT: key.metricsPort,
  LOG_LEVEL: key.logLevel,
  DRAIN_SECONDS: key.drainSeconds,
  DATABASE_URL: key.databaseUrl,
  DATABASE_POOL: key.databasePool,
  NATS_URL: key.natsUrl,
  STREAM_REPLICAS: key.streamReplicas,
  CLAIM_PUBLIC_KEYS: key.claimPublicKeys,
  /** MAC of cursors and grants. Another secret makes every cursor unknown: clients start again from a Resync. */
  LIVE_SECRET: key.secret,
  /** A meeting's address is `<PUBLIC_URL>/m/<code>`. */
  PUBLIC_URL: key.publicUrl,
  /** People in one meeting at most, for meetings that set no limit of their own. */
  MEETING_MOST_PEOPLE: z.coerce.number().int().min(1).max(10_000).default(200),
  /** LiveKit's server API as this service reaches it: `http(s)://host:port`. */
  LIVEKIT_URL: z.string().regex(/^https?:\/\//, 'must begin with http:// or https://'),
  /** Name of the key that this service and LiveKit share. */
  LIVEKIT_API_KEY: z.string().min(1),
  /** The key itself, at least 32 characters: signs join tokens and LiveKit's webhooks. */
  LIVEKIT_API_SECRET: z.string().min(32).meta(SECRET),
  /** LiveKit as browsers reach it: `ws(s)://host:port`, through the front door's `/rtc`. */
  LIVEKIT_PUBLIC_URL: z.string().regex(/^wss?:\/\//, 'must begin with ws:// or wss://'),
});

export type MediaConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadMediaConfig = (): MediaConfig => loadConfig(schema, environment);
