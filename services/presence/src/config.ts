import { key, loadConfig } from '@parley/config';
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
  /** The MAC of this service's live grants: 32 bytes at least, base64url. */
  LIVE_SECRET: key.secret,
});

/** What this service is told by its environment. */
export type PresenceConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem at once, and no value */
export const loadPresenceConfig = (environment: Record<string, string | undefined> = process.env): PresenceConfig =>
  loadConfig(schema, environment);
