import { z } from 'zod';

const json = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
});

/** An Ed25519 key as a JSON Web Key with `kid`; `d` is there in private keys only. */
const ed25519Jwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string().min(1),
  d: z.string().optional(),
});

/** Marks a key whose value must never be shown: it belongs into a Kubernetes Secret, never into a ConfigMap or a log. */
export const SECRET = { secret: true } as const;

/** Schemas of the configuration keys that more than one process has. */
export const key = {
  /** Address to listen on. */
  host: z.string().default('127.0.0.1'),
  /** TCP port to listen on, 1–65535. */
  port: z.coerce.number().int().min(1).max(65_535),
  /** TCP port of the door for Prometheus (`GET /metrics`), on HOST; absent: there is none. */
  metricsPort: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Seconds to go on serving after SIGTERM with readiness already refused, so that balancers notice. */
  drainSeconds: z.coerce.number().int().min(0).max(15).default(0),
  /** How much is logged. */
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** This service's own database: `postgres://role:password@host:port/database`. */
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .meta(SECRET),
  /** Connections a process keeps at most (about twice the cores). */
  databasePool: z.coerce.number().int().min(1).max(200).default(4),
  /** This service's own NATS user: `nats://user:password@host:port`. */
  natsUrl: z
    .string()
    .regex(/^(nats|tls):\/\//, 'must begin with nats:// or tls://')
    .meta(SECRET),
  /** On how many NATS servers JetStream keeps each stream and durable consumer; more than 1 needs a cluster of as many. */
  streamReplicas: z.coerce.number().int().min(1).max(5).default(1),
  /** The address people use, without a trailing slash. */
  publicUrl: z.url().transform((url) => url.replace(/\/+$/, '')),
  /** Public halves of the gateway's claim keys: a JSON array of JWKs. Two overlap while one is being replaced. */
  claimPublicKeys: json.pipe(z.array(ed25519Jwk).min(1)),
  /** The gateway's claim key: one private JWK. */
  claimPrivateKey: json.pipe(ed25519Jwk.extend({ d: z.string().min(1) })).meta(SECRET),
  /** At least 32 random bytes, base64url. */
  secret: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43,}$/, 'must be at least 32 bytes in base64url')
    .meta(SECRET),
  /** `true` or `false`. */
  flag: z
    .enum(['true', 'false'])
    .default('false')
    .transform((word) => word === 'true'),
} as const;
