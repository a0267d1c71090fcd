import type { ThreadMessageFragment } from '../../graph/generated/graphql';

/** A message as the server stored it. */
export type StoredMessage = ThreadMessageFragment;
/** One of mine that the server has not acknowledged yet. */
export interface PendingMessage {
  readonly nonce: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
  /** `waiting`: for the network; it goes on by itself. */
  readonly state: 'sending' | 'waiting' | 'failed';
  /** Why it failed, in words. */
  readonly problem?: string;
  readonly replyTo?: StoredMessage['replyTo'];
  readonly mentions?: StoredMessage['mentions'];
  /** Files that are there, as they look from here. */
  readonly attachments?: StoredMessage['attachments'];
}

/** What a message says in a line: its words, else what its first file is called. */
export function wordsOf({ body, attachments }: { body: string; attachments?: readonly { name: string }[] }): string {
  return body || (attachments?.[0]?.name ?? '');
}

/** What a conversation shows: what is stored, ascending by seq, then what is on its way. */
export interface MessageLog {
  readonly stored: readonly StoredMessage[];
  readonly pending: readonly PendingMessage[];
}

/** A log with nothing in it. */
export const emptyLog: MessageLog = { stored: [], pending: [] };

/** Puts messages into the log: once each, by seq, wherever they come from and however often. */
export function merge(log: MessageLog, incoming: readonly StoredMessage[]): MessageLog {
  const byId = new Map(log.stored.map((message) => [message.id, message]));
  // What is deleted stays so: an older word of it may come later.
  for (const message of incoming) if (!byId.get(message.id)?.deletedAt) byId.set(message.id, message);
  return { ...log, stored: [...byId.values()].sort((a, b) => a.seq - b.seq) };
}

/** Shows a message of mine before it is stored. */
export function write(log: MessageLog, message: PendingMessage): MessageLog {
  return { ...log, pending: [...log.pending.filter(({ nonce }) => nonce !== message.nonce), message] };
}

/** The server has stored it: the pending one becomes the stored one. What was heard of it already is newer than this answer. */
export function acknowledge(log: MessageLog, nonce: string, message: StoredMessage): MessageLog {
  const isHeard = log.stored.some(({ id }) => id === message.id);
  return merge({ ...log, pending: log.pending.filter((pending) => pending.nonce !== nonce) }, isHeard ? [] : [message]);
}

/** It could not be sent, or nobody knows; it stays and can be tried again with the same nonce. */
export function fail(log: MessageLog, nonce: string, problem: string): MessageLog {
  return {
    ...log,
    pending: log.pending.map((pending) =>
      pending.nonce === nonce ? { ...pending, state: 'failed', problem } : pending,
    ),
  };
}

/** The network is away: what is on its way will be sent when that is back, one after the other. */
export function wait(log: MessageLog): MessageLog {
  return {
    ...log,
    pending: log.pending.map((pending) => (pending.state === 'sending' ? { ...pending, state: 'waiting' } : pending)),
  };
}

/** It will not be sent. */
export function discard(log: MessageLog, nonce: string): MessageLog {
  return { ...log, pending: log.pending.filter((pending) => pending.nonce !== nonce) };
}

/**
 * A message has arrived live. My own often arrives this way before its acknowledgement: the oldest pending one with the same words and files
 * gives way to it, so that it is never seen twice. Should the guess be wrong, the acknowledgement by nonce puts it right.
 */
export function hear(log: MessageLog, message: StoredMessage, myId: string | undefined): MessageLog {
  if (message.author.userId !== myId || log.stored.some(({ id }) => id === message.id)) return merge(log, [message]);
  const files = idsOf(message);
  const mine = log.pending.find((pending) => pending.body === message.body && idsOf(pending) === files);
  return merge(mine ? discard(log, mine.nonce) : log, [message]);
}

/** Loads afresh after a gap: what is stored is replaced, what is pending stays. */
export function replace(log: MessageLog, stored: readonly StoredMessage[]): MessageLog {
  return merge({ ...log, stored: [] }, stored);
}

const idsOf = ({ attachments = [] }: { attachments?: readonly { id: string }[] }): string =>
  attachments.map(({ id }) => id).join();
