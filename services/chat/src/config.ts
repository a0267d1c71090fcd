import { key, loadConfig, SECRET } from '@parley/config';
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
  /** MAC of cursors, grants and files' addresses. Another secret makes every cursor unknown: clients start again from a Resync. */
  LIVE_SECRET: key.secret,
  /**
   * A directory, for the files that people send: one for all instances, which are then on one machine. With FILES_S3_BUCKET: one of
   * this instance alone, for what is still coming in (32 files at once). Absent: nobody can send files.
   */
  FILES_DIR: z.string().min(1).optional(),
  /** Bucket of an S3 API that keeps the files; absent: they lie in FILES_DIR. */
  FILES_S3_BUCKET: z.string().min(3).optional(),
  /** Address of that S3 API, when it is not Amazon's own: `https://host:port`. Buckets are then part of the path. */
  FILES_S3_ENDPOINT: z.url().optional(),
  /** Region that requests are signed for. */
  FILES_S3_REGION: z.string().min(1).default('us-east-1'),
  /** Name of the key with which S3 is spoken to; absent: what the machine itself offers (a role, a file). */
  FILES_S3_ACCESS_KEY: z.string().min(1).optional(),
  /** That key. */
  FILES_S3_SECRET_KEY: z.string().min(1).meta(SECRET).optional(),
  /** Size of a file at most, in MiB, 1–500: clients hold all of it in memory to say its hash. */
  FILES_MOST_MIB: z.coerce.number().int().min(1).max(500).default(50),
  /**
   * `true`: the server reads the pages that messages link to, on the public internet, and shows what they are called. Off, it asks nobody
   * for anything.
   */
  LINK_PREVIEWS: key.flag,
  /** The address people use: push services are told it as whom to turn to. */
  PUBLIC_URL: key.publicUrl,
  /**
   * Signs Web Push (VAPID): the private P-256 key, 32 bytes in base64url; the public one is computed. Absent: push is off, and
   * the graph says so. Another key ends every subscription; browsers subscribe anew when their page is opened next.
   */
  PUSH_PRIVATE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url')
    .meta(SECRET)
    .optional(),
  /** Whom a push service turns to when something is wrong: `mailto:` or `https:`; absent: PUBLIC_URL where that is https. */
  PUSH_CONTACT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, 'must be a mailto: or https: address')
    .optional(),
  /**
   * Seconds after which whoever has not seen a mention or a missed call is told by mail, 1–86400; media-gateway sends it, to addresses that
   * were confirmed.
   */
  MISSED_MAIL_SECONDS: z.coerce.number().int().min(1).max(86_400).default(600),
  /** For tests alone: origins, separated by commas, that take pushes though they are not https or not on the public internet. */
  PUSH_TEST_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    ),
});

export type ChatConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadChatConfig = (): ChatConfig => loadConfig(schema, process.env);
