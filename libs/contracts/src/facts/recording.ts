import { z } from 'zod';
import { idSchema } from '../ids.ts';
import { request, type Request } from '../request.ts';
import { fact } from './fact.ts';

/** What a worker calls itself, anew at each start of its process: a subject token. */
export const workerIdSchema = z.string().regex(/^[A-Za-z0-9-]{1,64}$/);
/**
 * A place in the recorder's storage: path segments of letters, digits, `.`, `_` and `-`, joined by `/`; none begins with a dot.
 * Parts and files of a recording stand below `<organisation id>/<recording id>/`.
 */
export const storageKeySchema = z
  .string()
  .max(300)
  .regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/);
const partNumber = z.number().int().min(1).max(10_000);

/** Numbers of the lease between the media-gateway, which decides, and the workers, which hold the bytes. Milliseconds. */
export const RECORDING_TIMES = {
  /** How often a worker says what it has free. */
  capacityEveryMs: 2_000,
  /** A worker that was not heard of for this long has nothing free. */
  capacityKeptMs: 6_000,
  /** How often a worker reports each part it records, and each recording it finalises. */
  reportEveryMs: 1_000,
  /** After this long without a report the work is another's. */
  leaseMs: 5_000,
} as const;

/** Subject of the workers' capacity (core NATS, every 2 s, and at once when it changes). Published by recorders alone. */
export const RECORDER_CAPACITY_SUBJECT = 'live.recorder.capacity';
/** How many recordings a worker can make at once, and how many more. `slots` 0: it is leaving and takes nothing. */
export const recorderCapacitySchema = z.object({
  workerId: workerIdSchema,
  slots: z.number().int().nonnegative(),
  free: z.number().int().nonnegative(),
  /** Where the stage page is of what it records now: workers with room have that page ready, should this one die. */
  stageOrigin: z.url().optional(),
});
export type RecorderCapacity = z.infer<typeof recorderCapacitySchema>;

/** What a worker answers to a job. FULL: nothing free (or leaving); the asker turns to another worker. */
const taken = z.union([z.object({ workerId: workerIdSchema }).strict(), z.object({ refused: z.literal('FULL') })]);

const startQuestion = z.object({
  recordingId: idSchema('recording'),
  organisationId: idSchema('organisation'),
  meetingId: idSchema('meeting'),
  /** Every try is a new part, so that a straggler never writes where its successor does. Parts may stay empty. */
  part: partNumber,
  /**
   * Our stage page, its credential in the fragment: `<PUBLIC_URL>/stage/<code>#<token>`. Never log it.
   * The page enters by `joinStage(input: { code, stageToken })`, which answers as `joinMeeting` does with a token and an address
   * of LiveKit (two minutes to first use; ask again to come back), and follows `meetingEvents(code, guestToken: <the same token>)`.
   * It is good for this part alone, until the part ends.
   */
  stageUrl: z.url(),
  /** Where this part's bytes go. */
  storageKey: storageKeySchema,
});
export type StartRecorder = z.infer<typeof startQuestion>;
/**
 * A job for one worker that has said it is free. Answered as soon as it is taken (≤ 2 s), before anything is recorded;
 * asked again for the same recording and part it answers the same and changes nothing.
 */
export const startRecorder = (workerId: string): Request<typeof startQuestion, typeof taken> =>
  request(`req.recorder.start.v1.${workerId}`, startQuestion, taken);

const partName = z.object({ recordingId: idSchema('recording'), part: partNumber });
const stopAnswer = z.object({ isRunning: z.boolean() });
/**
 * Tells one worker to end its part. Answered at once (`isRunning` false: it has no such part); STOPPED is reported when
 * everything is stored. Only a shortcut: a lost one is made good by the `goOn: false` of the next report.
 */
export const stopRecorder = (workerId: string): Request<typeof partName, typeof stopAnswer> =>
  request(`req.recorder.stop.v1.${workerId}`, partName, stopAnswer);

const nothing = z.object({});
/**
 * Is this worker there? Asked four times a second of a worker that records. Only its silence says something: a process that
 * died has no subscription any more, and NATS says so at once, long before the lease is over.
 */
export const pingRecorder = (workerId: string): Request<typeof nothing, typeof nothing> =>
  request(`req.recorder.ping.v1.${workerId}`, nothing, nothing);

/** Why something failed, in a closed set; the words for people are the media-gateway's. */
export const RECORDING_CAUSES = [
  /** The stage page did not open, or was not let into the room. */
  'STAGE_FAILED',
  /** The browser died or did not capture. */
  'CAPTURE_FAILED',
  /** What was captured could not be stored. */
  'STORAGE_FAILED',
  /** Workers were lost more often than is tried. Set by the media-gateway. */
  'WORKERS_LOST',
  /** No worker was free for a minute. Set by the media-gateway. */
  'NO_WORKER',
  /** It was stopped before anything was recorded, or nothing that was stored can be read. */
  'NOTHING_RECORDED',
  /** The parts could not be made into one file. */
  'FINALISING_FAILED',
] as const;
export type RecordingCause = (typeof RECORDING_CAUSES)[number];

/**
 * A worker's report of what it works on: every second, and at once when `state` changes. It holds the lease.
 * JOINED: the stage is open, nothing recorded yet · RECORDING: bytes arrive · STOPPED: ended as told, all stored ·
 * FAILED: ended by itself, `cause` set; what is stored stays · FINALISING: at work on `finaliseRecording`, `part` the last one.
 * `goOn: false`: the work is not this worker's (any more). It ends it, keeps what is stored, and reports no more.
 */
export const reportRecording = request(
  'req.media.recording.report.v1',
  z.object({
    recordingId: idSchema('recording'),
    part: partNumber,
    workerId: workerIdSchema,
    state: z.enum(['JOINED', 'RECORDING', 'STOPPED', 'FAILED', 'FINALISING']),
    cause: z.enum(RECORDING_CAUSES).optional(),
    /** Stored so far, of this part. */
    bytes: z.number().int().nonnegative(),
    /** Milliseconds of the meeting that are stored so far, of this part. */
    capturedMs: z.number().int().nonnegative(),
    /** ISO time of the first captured moment of this part; null until there is one. */
    startedAt: z.iso.datetime().nullable(),
    /** ISO time of this report, by the worker's clock (clocks of a site are kept together by NTP). */
    at: z.iso.datetime(),
  }),
  z.object({ goOn: z.boolean() }),
);
export type RecordingReport = z.infer<(typeof reportRecording)['question']>;

/**
 * Any worker (queue group) makes one file of the parts, in this order. Idempotent: done already, it is told again by
 * `recordingFinalised`. Answered as soon as it is taken; FINALISING is reported every second until it is done.
 * Parts that are missing or unreadable are left out, not an error.
 */
export const finaliseRecording = request(
  'req.recorder.finalise.v1',
  z.object({
    recordingId: idSchema('recording'),
    organisationId: idSchema('organisation'),
    parts: z
      .array(z.object({ part: partNumber, storageKey: storageKeySchema }))
      .min(1)
      .max(1_000),
    /** Where the file goes; the worker adds what its kind is called, `.mp4` or `.webm`. */
    key: storageKeySchema,
  }),
  taken,
);
export type FinaliseRecording = z.infer<(typeof finaliseRecording)['question']>;

/**
 * What came of finalising. `durationSeconds` of each part as measured in what is stored, not as reported before: that is
 * what `missingSeconds` is reckoned from, by the media-gateway. The parts are kept until `goOn` says that this was noted;
 * asked again until it is answered.
 */
export const recordingFinalised = request(
  'req.media.recording.finalised.v1',
  z.discriminatedUnion('outcome', [
    z.object({
      outcome: z.literal('READY'),
      recordingId: idSchema('recording'),
      workerId: workerIdSchema,
      /** With its extension. */
      key: storageKeySchema,
      contentType: z.enum(['video/mp4', 'video/webm']),
      bytes: z.number().int().positive(),
      /** Of the file; fractions allowed. */
      durationSeconds: z.number().nonnegative(),
      /** Parts that are in the file; others held nothing. */
      parts: z.array(z.object({ part: partNumber, durationSeconds: z.number().nonnegative() })),
      /** False: the file is the parts as they were captured, and players may not be able to seek in it. */
      hasFfmpeg: z.boolean(),
    }),
    z.object({
      outcome: z.literal('FAILED'),
      recordingId: idSchema('recording'),
      workerId: workerIdSchema,
      cause: z.enum(RECORDING_CAUSES),
    }),
  ]),
  z.object({ goOn: z.boolean() }),
);
export type RecordingFinalised = z.infer<(typeof recordingFinalised)['question']>;

/** Any worker (queue group) deletes everything below `<organisation id>/<recording id>/`. Answered when it is gone; nothing there is fine. */
export const deleteRecording = request(
  'req.recorder.delete.v1',
  z.object({ recordingId: idSchema('recording'), organisationId: idSchema('organisation') }),
  z.object({ isGone: z.literal(true) }),
);

/** What a signed address of a recording says. `expires`: unix seconds. */
export interface RecordingAddress {
  readonly recordingId: string;
  readonly key: string;
  readonly contentType: string;
  /** What a download is called, without path. */
  readonly fileName: string;
  readonly expires: number;
}
/**
 * The text that is signed: HMAC-SHA-256 with RECORDINGS_SECRET, which media-gateway and recorder share, in base64url.
 * `/recordings/<recordingId>?key=…&type=<contentType>&name=<fileName>&expires=…&signature=…`, values percent-encoded.
 * `&download=1` may be added by anybody: an attachment instead of something to play. GET and HEAD, with ranges.
 */
export const recordingAddressText = (address: RecordingAddress): string =>
  JSON.stringify([
    'recording-v1',
    address.recordingId,
    address.key,
    address.contentType,
    address.fileName,
    address.expires,
  ]);

/** A recording can be played. For the meeting's conversation, mail and webhooks; it carries no address, for those expire. */
export const recordingReady = fact(
  'evt.media.recording.ready.v1',
  z.object({
    organisationId: idSchema('organisation'),
    meetingId: idSchema('meeting'),
    recordingId: idSchema('recording'),
    /** The meeting's title and code when it was recorded. */
    title: z.string(),
    code: z.string(),
    /** Null: started by somebody whose account is gone. */
    startedBy: idSchema('user').nullable(),
    startedAt: z.string(),
    endedAt: z.string(),
    durationSeconds: z.number(),
    /** Seconds between start and end that are not in it. */
    missingSeconds: z.number(),
    bytes: z.number(),
  }),
);
