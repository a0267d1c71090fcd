import { key, loadConfig } from '@parley/config';
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
  /** MAC of cursors and grants. Another secret makes every cursor unknown: clients start again from a Resync. */
  LIVE_SECRET: key.secret,
});

export type ChatConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadChatConfig = (): ChatConfig => loadConfig(schema, process.env);
