import { environment, key, loadConfig, SECRET } from '@parley/config';
import { z } from 'zod';

/** Every key and what it means: `docs/operate/configuration.md` is made of it. */
export const schema = z.object({
  HOST: key.host,
  PORT: key.port,
  METRICS_PORT: key.metricsPort,
  LOG_LEVEL: key.logLevel,
  DRAIN_SECONDS: key.drainSeconds,
  /** Milliseconds over which open sockets are closed after that, 0–10,000: those who had one come back through another gate. */
  SHUTDOWN_SPREAD_MS: z.coerce.number().int().min(0).max(10_000).default(10_000),
  NATS_URL: key.natsUrl,
  /** LiveKit as the gate reaches it: `http(s)://host:port`. */
  LIVEKIT_URL: z.string().regex(/^https?:\/\//, 'must begin with http:// or https://'),
  /** Name of the key that join tokens are signed with. */
  LIVEKIT_API_KEY: z.string().min(1),
  /** The key itself, at least 32 characters: join tokens are verified with it. */
  LIVEKIT_API_SECRET: z.string().min(32).meta(SECRET),
  /** File that keeps the removals over a restart; absent: a restart remembers none until the media-gateway answers. */
  GATE_SNAPSHOT: z.string().min(1).optional(),
});

export type GateConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem */
export const loadGateConfig = (from: Record<string, string | undefined> = environment): GateConfig =>
  loadConfig(schema, from);
