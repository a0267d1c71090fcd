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
  /** MAC of cursors and grants. Another secret makes every cursor unknown: clients start again from a Resync. */
  LIVE_SECRET: key.secret,
});

export type ChatConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadChatConfig = (): ChatConfig => loadConfig(schema, process.env);
