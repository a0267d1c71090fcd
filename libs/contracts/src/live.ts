import { z } from 'zod';
import type { ServiceName } from './claim.ts';
import { type ConversationId, type LobbyId, type MeetingId, type UserId } from './ids.ts';
import { refusalSchema } from './request.ts';

/** What can be followed. One service owns a topic and alone publishes it (`docs/adr`, the live door). */
export const topics = {
  conversation: (id: ConversationId) => `chat.conversation.${id}`,
  inbox: (id: UserId) => `chat.inbox.${id}`,
  presence: (id: UserId) => `presence.user.${id}`,
  meeting: (id: MeetingId) => `media.meeting.${id}`,
  lobby: (id: LobbyId) => `media.lobby.${id}`,
} as const;

/** NATS subject of a topic's wake-ups. */
export const wakeUpSubject = (topic: string): string => `live.${topic}`;
/** Subject prefix word of a service in `evt.` and `live.`: its topics and facts begin with it. */
export const prefixOfService = (service: ServiceName | 'gateway'): string =>
  service === 'media-gateway' ? 'media' : service;

/** A service says on this subject that it has (re)started; gateways then look at its logs at once instead of at their next tail check. */
export const ownerRestartedSubject = (service: ServiceName): string =>
  wakeUpSubject(`${prefixOfService(service)}.restarted`);
/** Standings of one tick go out on one subject of their owner, however many topics they are for: every gateway takes those that it follows. */
export const standingsSubject = (service: ServiceName): string =>
  wakeUpSubject(`${prefixOfService(service)}.standings`);
/** The public id at the end of a topic. */
export const idInTopic = (topic: string): string => topic.slice(topic.lastIndexOf('.') + 1);

/** Numbers of the live protocol (ADR 2); all times in milliseconds, sizes in bytes. */
export const LIVE_LIMITS = {
  idsPerSubscription: 200,
  topicsPerSocket: 1_000,
  operationsPerSocket: 50,
  socketsPerPerson: 20,
  documentsPerPersonAndTopic: 4,
  readPageEvents: 500,
  readPageBytes: 512 * 1024,
  /** Topics that one message of standings is for. */
  topicsPerStandingNews: 2_000,
  secondReadMs: 1_000,
  tailCheckMs: [10_000, 15_000],
  inboxTailCheckMs: 4_000,
  revisionCheckMs: 5_000,
} as const;

/** Small classes of viewers for whom a payload is the same. Never one per user. */
export const audienceSchema = z.string().regex(/^[a-z-]{1,32}$/);

/** A complete GraphQL object, `__typename` included, with every field its type has. */
const completeObject = z.record(z.string(), z.unknown());

/** An event of a kept topic. `cursor` is minted by the owner and is also a field of the GraphQL object. */
export const keptEventSchema = z.object({
  seq: z.number().int().positive(),
  cursor: z.string(),
  event: completeObject,
  /** Absent: every audience. */
  audiences: z.array(audienceSchema).optional(),
  /** Holders whose right to read ends with this very event; it is the last they get. */
  ends: z.array(z.string()).optional(),
});
/** What a screen gets of an event, whatever kind of topic it came by. */
export type CompleteObject = z.infer<typeof completeObject>;
export type KeptEvent = z.infer<typeof keptEventSchema>;

/** The present value of a fleeting topic. The owner's revision decides: a lower one is dropped. */
export const fleetingValueSchema = z.object({ topic: z.string(), revision: z.number(), event: completeObject });
export type FleetingValue = z.infer<typeof fleetingValueSchema>;

/**
 * Something said beside the log of a kept topic, such as that somebody types: it has no seq, is kept nowhere and may be lost. Only who has got
 * every event up to `after` hears it, so that whoever was removed meanwhile does not. Its `cursor` is added by the follower: the one of the last
 * event delivered.
 */
export const passingWordSchema = z.object({
  v: z.literal(1),
  kind: z.literal('word'),
  topic: z.string(),
  epoch: z.string(),
  after: z.number().int().nonnegative(),
  event: completeObject,
});
export type PassingWord = z.infer<typeof passingWordSchema>;

/** A wake-up: published on core NATS after COMMIT. It may be lost, repeated or reordered; seq and Postgres decide. */
export const wakeUpSchema = z.discriminatedUnion('kind', [
  z.object({
    v: z.literal(1),
    kind: z.literal('kept'),
    topic: z.string(),
    epoch: z.string(),
    events: z.array(keptEventSchema),
  }),
  z.object({ v: z.literal(1), kind: z.literal('fleeting'), value: fleetingValueSchema }),
  passingWordSchema,
]);
export type WakeUp = z.infer<typeof wakeUpSchema>;

/**
 * How one thing stands, beside the log of a kept topic: absolute, stored nowhere, computed by the owner when it moves and again for
 * whatever moved behind a mark. Of one key the higher revision counts.
 */
export const standingSchema = z.object({
  key: z.string(),
  revision: z.number(),
  /** Read on from here to get what comes behind this one. */
  mark: z.string(),
  event: completeObject,
});
export type Standing = z.infer<typeof standingSchema>;

/** Standings read behind a mark. They are as the log was at `through` of the same answer. */
export const besideSchema = z.object({
  standings: z.array(standingSchema),
  /** Read on from here: right away when there is `more`. */
  mark: z.string(),
  more: z.boolean(),
  /** What moved before this, as the owner counts moves, has been told once there is no more. */
  below: z.number(),
});
export type Beside = z.infer<typeof besideSchema>;

/** One thing that moved, told to many topics in one message: to each with what is its own. May be lost, as any wake-up. */
export const standingNewsSchema = z.object({
  v: z.literal(1),
  epoch: z.string(),
  key: z.string(),
  /** The same for all. */
  event: completeObject,
  /** Of each topic: the id at its end, the head of its log by then, the revision, when it moved as the owner counts moves, its own fields. */
  to: z.array(z.tuple([z.string(), z.number(), z.number(), z.number(), completeObject])),
  /** What stands before the id in each of these topics. */
  under: z.string(),
});
export type StandingNews = z.infer<typeof standingNewsSchema>;

/** Seq numbers a caller may read, both ends included; `null` = open-ended. */
export const intervalSchema = z.tuple([z.number().int(), z.number().int().nullable()]);
export type Interval = z.infer<typeof intervalSchema>;

/** May this caller follow this field with these arguments? The claim's `hash` binds field and args. */
export const openQuestionSchema = z.object({
  v: z.literal(1),
  field: z.string(),
  args: z.record(z.string(), z.unknown()),
  claim: z.string(),
});
export type OpenQuestion = z.infer<typeof openQuestionSchema>;

/**
 * One snapshot of a topic at opening. `after`: seq from which to read the backlog (the head when no cursor was given).
 * `resync`: the cursor is of another epoch, too old or beyond the head: tell the client, then go live.
 */
export const openedKeptSchema = z.object({
  kind: z.literal('kept'),
  topic: z.string(),
  epoch: z.string(),
  head: z.number().int(),
  after: z.number().int(),
  /** Cursor of `after`. */
  cursor: z.string(),
  /** Where the standings beside the log are to be read from, if the topic has any. */
  mark: z.string().optional(),
  resync: z.boolean(),
  intervals: z.array(intervalSchema),
  /** Who `ends` calls this caller: their user id, or what the owner calls a guest. Absent: nobody whom an event can end. */
  holder: z.string().optional(),
  audience: audienceSchema,
  /** `__typename` of the events that mark the head and a resync in this union; each has a `cursor`. */
  readyType: z.string(),
  resyncType: z.string(),
  /** Milliseconds between tail checks, least and most. */
  tailCheckMs: z.tuple([z.number(), z.number()]),
});
export type OpenedKept = z.infer<typeof openedKeptSchema>;

export const openedFleetingSchema = z.object({
  kind: z.literal('fleeting'),
  topics: z.array(z.string()),
  values: z.array(fleetingValueSchema),
  audience: audienceSchema,
  /** Milliseconds in which changes are joined before they are delivered. */
  tickMs: z.number().int(),
});
export type OpenedFleeting = z.infer<typeof openedFleetingSchema>;

export const openAnswerSchema = z.union([
  z.object({
    ok: z.literal(true),
    grant: z.string(),
    opened: z.discriminatedUnion('kind', [openedKeptSchema, openedFleetingSchema]),
  }),
  z.object({ ok: z.literal(false), error: refusalSchema }),
]);
export type OpenAnswer = z.infer<typeof openAnswerSchema>;

/**
 * Reads a kept topic's log behind `after`, or (for fleeting topics) the values whose revision is above the known one.
 * A page ends at `limit` events or `maxBytes`; `more` says that it did. Refused with UNAUTHENTICATED when the grant has
 * expired (open again for a fresh one) and with CURSOR_EXPIRED when the log is no longer the one that was followed.
 */
export const readQuestionSchema = z.object({
  v: z.literal(1),
  grant: z.string(),
  after: z.number().int().optional(),
  /** Of a topic with standings; without it they are all told. */
  mark: z.string().optional(),
  limit: z.number().int().min(1).max(LIVE_LIMITS.readPageEvents),
  maxBytes: z.number().int().min(1).max(LIVE_LIMITS.readPageBytes),
  known: z.record(z.string(), z.number()).optional(),
});
export type ReadQuestion = z.infer<typeof readQuestionSchema>;

export const readAnswerSchema = z.union([
  z.object({
    ok: z.literal(true),
    kind: z.literal('kept'),
    epoch: z.string(),
    head: z.number().int(),
    /** Seq up to which the log was looked at; events may be missing where the caller may not read. */
    through: z.number().int(),
    events: z.array(keptEventSchema),
    more: z.boolean(),
    /** Only behind the last page of events. */
    beside: besideSchema.optional(),
  }),
  z.object({ ok: z.literal(true), kind: z.literal('fleeting'), values: z.array(fleetingValueSchema) }),
  z.object({ ok: z.literal(false), error: refusalSchema }),
]);
export type ReadAnswer = z.infer<typeof readAnswerSchema>;

/** Which service owns each field of `Subscription`; a test holds it against the composed supergraph. */
export const SUBSCRIPTION_OWNERS = {
  conversationEvents: 'chat',
  inbox: 'chat',
  meetingEvents: 'media-gateway',
  presenceChanged: 'presence',
} as const satisfies Record<string, ServiceName>;

export const liveOpenSubject = (service: ServiceName): string => `req.${prefixOfService(service)}.live.open.v1`;
export const liveReadSubject = (service: ServiceName): string => `req.${prefixOfService(service)}.live.read.v1`;
