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
  /** The address people use: issuer of access tokens, and what decides whether cookies are Secure. */
  PUBLIC_URL: key.publicUrl,
  /** Wraps the signing keys at rest. Changing it makes new keys and signs everybody out within five minutes. */
  SESSION_SECRET: key.secret,
  /** Names the refresh cookie, so that installations on one host do not share it: 1–32 of a–z and 0–9. */
  INSTALLATION_ID: z.string().regex(/^[a-z0-9]{1,32}$/, 'must be 1 to 32 of a-z and 0-9'),
  /** Name of the organisation that the first sign-up founds. */
  ORGANISATION_NAME: z.string().min(1).max(80).default('Parley'),
  /** Demo profile: limits per address let a hundred sign-ups in a row pass. Never in production. */
  DEMO: key.flag,
});

export type AuthConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadAuthConfig = (): AuthConfig => loadConfig(schema, process.env);
