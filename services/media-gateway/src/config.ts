import { environment, key, loadConfig } from '@parley/config';
import { z } from 'zod';

/** Every key of this process, from which documents and checks are made. */
export const schema = z.object({
  HOST: key.host,
  PORT: key.port,
  LOG_LEVEL: key.logLevel,
  /** Seconds to go on serving after SIGTERM. */
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(30).default(0),
  DATABASE_URL: key.databaseUrl,
  DATABASE_POOL: key.databasePool,
  NATS_URL: key.natsUrl,
  STREAM_REPLICAS: key.streamReplicas,
  CLAIM_PUBLIC_KEYS: key.claimPublicKeys,
  /** A meeting's address is `<PUBLIC_URL>/m/<code>`. */
  PUBLIC_URL: key.publicUrl,
  /** LiveKit's server API as this service reaches it: `http(s)://host:port`. */
  LIVEKIT_URL: z.string().regex(/^https?:\/\//, 'must begin with http:// or https://'),
  /** Name of the key that this service and LiveKit share. */
  LIVEKIT_API_KEY: z.string().min(1),
  /** The key itself, at least 32 characters: signs join tokens and LiveKit's webhooks. */
  LIVEKIT_API_SECRET: z.string().min(32),
  /** LiveKit as browsers reach it: `ws(s)://host:port`, through the front door's `/rtc`. */
  LIVEKIT_PUBLIC_URL: z.string().regex(/^wss?:\/\//, 'must begin with ws:// or wss://'),
});

export type MediaConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadMediaConfig = (): MediaConfig => loadConfig(schema, environment);
