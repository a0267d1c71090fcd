import type { MessagePartsFragment } from '../../graph/generated/graphql';

/** A message as the server stored it. */
export type StoredMessage = MessagePartsFragment;
/** One of mine that the server has not acknowledged yet. */
export interface PendingMessage {
  readonly nonce: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly writtenAt: number;
  readonly state: 'sending' | 'failed';
  /** Why it failed, in words. */
  readonly problem?: string;
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
  for (const message of incoming) byId.set(message.id, message);
  return { ...log, stored: [...byId.values()].sort((a, b) => a.seq - b.seq) };
}

/** Shows a message of mine before it is stored. */
export function write(log: MessageLog, message: PendingMessage): MessageLog {
  return { ...log, pending: [...log.pending.filter(({ nonce }) => nonce !== message.nonce), message] };
}

/** The server has stored it: the pending one becomes the stored one. */
export function acknowledge(log: MessageLog, nonce: string, message: StoredMessage): MessageLog {
  return merge({ ...log, pending: log.pending.filter((pending) => pending.nonce !== nonce) }, [message]);
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

/** It will not be sent. */
export function discard(log: MessageLog, nonce: string): MessageLog {
  return { ...log, pending: log.pending.filter((pending) => pending.nonce !== nonce) };
}

/**
 * A message has arrived live. My own often arrives this way before its acknowledgement: the oldest pending one with the same words
 * gives way to it, so that it is never seen twice. Should the guess be wrong, the acknowledgement by nonce puts it right.
 */
export function hear(log: MessageLog, message: StoredMessage, myId: string | undefined): MessageLog {
  if (message.author.userId !== myId || log.stored.some(({ id }) => id === message.id)) return merge(log, [message]);
  const mine = log.pending.find(({ body }) => body === message.body);
  return merge(mine ? discard(log, mine.nonce) : log, [message]);
}

/** Loads afresh after a gap: what is stored is replaced, what is pending stays. */
export function replace(log: MessageLog, stored: readonly StoredMessage[]): MessageLog {
  return merge({ ...log, stored: [] }, stored);
}
