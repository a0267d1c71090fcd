/** Milliseconds since the run began, by one clock that never goes back. */
export type Moment = number;

/** One try of one send. Every *invoke* is followed by one of the others, unless the run was over before. */
export type SendLine = { at: Moment; conversation: string; nonce: string } & (
  | { did: 'invoke' }
  /** The service has answered with the stored message. */
  | { did: 'ok'; seq: number; id: string }
  /** A refusal after which nothing may be stored. */
  | { did: 'fail'; code: string }
  /** A time-out, a broken connection, UNAVAILABLE, INTERNAL: it may be stored or not. */
  | { did: 'unknown'; why: string }
);

/** What somebody who follows a conversation did and heard. */
export type HeardLine = { at: Moment } &
  /** The first line of a log: behind which seq its run begins. */
  (
    | { did: 'begin'; conversation: string; after: number }
    | { did: 'connect' }
    | { did: 'heard'; of: string; seq: number; id: string; nonce: string }
    /** An event that is no message, also of kinds this harness does not know. */
    | { did: 'other'; kind: string }
    | { did: 'break'; why: string }
  );

/** A message as the conversation's list shows it to somebody who has just come, in the order of the list. */
export interface ListedLine {
  conversation: string;
  seq: number;
  id: string;
  nonce: string;
}

/** An event of a conversation's log as it stands in Postgres; nonce and id of messages alone. */
export interface StoredLine {
  conversation: string;
  seq: number;
  kind: string;
  id: string | null;
  nonce: string | null;
}

/** What the nemesis did: from `at` to `over` it held on, at `healed` everything answered again. */
export interface FaultLine {
  at: Moment;
  over: Moment;
  healed: Moment;
  part: string;
  kind: string;
}

/** What a run was asked for, and what it found besides the histories. */
export interface RunFacts {
  seed: number;
  /** As the person who started it wanted. */
  wanted: { faults: number; acknowledged: number };
  conversations: string[];
  /** How many times slower than a quiet one the machine was before it began, 1 at least. */
  slowness: number;
  /** Facts in chat's outbox that had not reached the stream when the run was over. */
  unpublished: number;
}
