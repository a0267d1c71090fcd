import { key, loadConfig } from '@parley/config';
import { z } from 'zod';

/** Every key of this process, from which documents and checks are made. */
export const schema = z.object({
  /** Address to listen on. */
  HOST: key.host,
  /** TCP port to listen on. */
  PORT: key.port,
  /** How much is logged. */
  LOG_LEVEL: key.logLevel,
  /** Seconds to go on serving after SIGTERM, 0–30. */
  DRAIN_SECONDS: z.coerce.number().int().min(0).max(30).default(0),
  /** The database of this service alone. */
  DATABASE_URL: key.databaseUrl,
  /** Connections kept at most. */
  DATABASE_POOL: key.databasePool,
  /** The NATS user of this service alone. */
  NATS_URL: key.natsUrl,
  STREAM_REPLICAS: key.streamReplicas,
  /** Public halves of the gateway's claim keys. */
  CLAIM_PUBLIC_KEYS: key.claimPublicKeys,
});

/** What this service is told by its environment. */
export type ContactsConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem at once, and no value */
export const loadContactsConfig = (environment: Record<string, string | undefined> = process.env): ContactsConfig =>
  loadConfig(schema, environment);
