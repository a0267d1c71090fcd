import { key, loadConfig, SECRET } from '@parley/config';
import { z } from 'zod';

/** Every key and what it means: `docs/operate/configuration.md` is made of it. */
export const schema = z.object({
  HOST: key.host,
  PORT: key.port,
  METRICS_PORT: key.metricsPort,
  LOG_LEVEL: key.logLevel,
  DRAIN_SECONDS: key.drainSeconds,
  NATS_URL: key.natsUrl,
  /** Shared with the media-gateway, which signs the addresses of files with it: at least 32 bytes, base64url. */
  RECORDINGS_SECRET: key.secret,
  /**
   * A directory, for the recordings themselves: one for all workers, which are then on one machine. With RECORDINGS_S3_BUCKET: one of this
   * worker alone, for what is not uploaded yet and the space in which files are put together (as much as the longest recording takes, twice).
   */
  RECORDINGS_DIR: z.string().min(1),
  /** Bucket of an S3 API that keeps the recordings; absent: they lie in RECORDINGS_DIR. */
  RECORDINGS_S3_BUCKET: z.string().min(3).optional(),
  /** Address of that S3 API, when it is not Amazon's own: `https://host:port`. Buckets are then part of the path. */
  RECORDINGS_S3_ENDPOINT: z.url().optional(),
  /** Region that requests are signed for. */
  RECORDINGS_S3_REGION: z.string().min(1).default('us-east-1'),
  /** Name of the key with which S3 is spoken to; absent: what the machine itself offers (a role, a file). */
  RECORDINGS_S3_ACCESS_KEY: z.string().min(1).optional(),
  /** That key. */
  RECORDINGS_S3_SECRET_KEY: z.string().min(1).meta(SECRET).optional(),
  /** A Chromium's path; absent: one on PATH. Without one nothing can be recorded here; files are served all the same. */
  RECORDER_CHROMIUM: z.string().min(1).optional(),
  /** `true` runs Chromium in its own sandbox: needs user namespaces that one may make without being root. */
  RECORDER_SANDBOX: key.flag,
  /** `true` takes any certificate of PUBLIC_URL: for an address whose certificate Chromium cannot know. */
  RECORDER_ANY_CERTIFICATE: key.flag,
  /**
   * The path of an ffmpeg with its ffprobe beside it; absent: one on PATH; `none`: recordings stay as they were captured, and players
   * may not be able to seek in them.
   */
  RECORDER_FFMPEG: z.string().min(1).optional(),
  /** Workers that share this machine, 1–16: each counts on its part of the cores and of the memory. */
  RECORDER_WORKERS: z.coerce.number().int().min(1).max(16).default(1),
  /**
   * Recordings at once, of this worker; absent: as many as its part of the cores (0.8 each) and half of its part of the memory (400 MB
   * each) allow, one at least.
   */
  RECORDER_SLOTS: z.coerce.number().int().min(0).max(64).optional(),
  /** Bits a second that the picture may take, 250,000–20,000,000. */
  RECORDER_VIDEO_BITRATE: z.coerce.number().int().min(250_000).max(20_000_000).default(2_500_000),
  /**
   * Seconds after SIGTERM in which recordings that run may come to their own end, 0–86,400. What then still runs is stored and handed to
   * another worker.
   */
  RECORDER_FINISH_SECONDS: z.coerce.number().int().min(0).max(86_400).default(0),
});

/** What this worker is told by its environment. */
export type RecorderConfig = z.infer<typeof schema>;

/** @throws ConfigError naming every problem at once, and no value */
export const loadRecorderConfig = (environment: Record<string, string | undefined> = process.env): RecorderConfig =>
  loadConfig(schema, environment);
