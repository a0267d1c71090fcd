import { environment, key, loadConfig, SECRET } from '@parley/config';
import { z } from 'zod';
import { LETTER_LANGUAGES } from './invitations/letter-words.ts';

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
  /** Signs the addresses of recordings' files, 10 minutes each. The recorders have the same. Absent: no file has an address. */
  RECORDINGS_SECRET: key.secret.optional(),
  /** Days after which a recording is deleted, 1–3650; absent: it is kept. */
  RECORDING_DAYS: z.coerce.number().int().min(1).max(3_650).optional(),
  /** Mail server: `smtp://` or `smtps://`, with user and password if it asks for them; absent: no mail is ever sent. */
  MAIL_URL: z
    .string()
    .trim()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .meta(SECRET)
    .optional(),
  /** The address mails come from; absent: `parley@` and the host of PUBLIC_URL. */
  MAIL_FROM: z
    .string()
    .trim()
    .regex(/^[^\s@<>]+@[^\s@<>]+$/, 'must be an address and nothing else')
    .optional(),
  /** Language of mails about meetings, and of the text to invite by hand: `en`, `de`, `fr`, `es` or `ar`. */
  MAIL_LANGUAGE: z.enum(LETTER_LANGUAGES).default('en'),
  /** Days after which a mail is forgotten that was sent or given up, with whom it was for, 1–3650. */
  MAIL_DAYS: z.coerce.number().int().min(1).max(3_650).default(30),
  /**
   * Minutes that people may meet without a break, for meetings that set no limit of their own; 0: as long as they like. They
   * are told five minutes before.
   */
  MEETING_MOST_MINUTES: z.coerce.number().int().min(0).max(10_080).default(1_440),
  /** Minutes that somebody is alone in a meeting before their client asks whether they are still there; 0: never. */
  MEETING_ALONE_MINUTES: z.coerce.number().int().min(0).max(1_440).default(15),
  /** Seconds that a call rings before it was missed, 5–300. */
  CALL_RING_SECONDS: z.coerce.number().int().min(5).max(300).default(45),
  /** Days for which it is remembered who was in which meeting, and when, and who was invited to one that is over; 0: for good. */
  MEETING_HISTORY_DAYS: z.coerce.number().int().min(0).max(36_500).default(365),
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
