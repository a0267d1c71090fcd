import type { Graph } from '../../graph/graph';
import {
  acknowledge,
  discard,
  fail,
  type MessageLog,
  type PendingMessage,
  type StoredMessage,
  wait,
  write,
} from './message-log';
import { Sending } from './sending';

/** Where and as whom something is written. */
export interface Place {
  readonly conversationId: string;
  readonly guestToken?: string;
}

/** What a thread has for its deliveries. */
export interface DeliveryPorts {
  /** What of mine is on its way. */
  readonly pending: () => readonly PendingMessage[];
  readonly show: (apply: (log: MessageLog) => MessageLog) => void;
  readonly stored: (message: StoredMessage) => void;
}

/**
 * What I write in one conversation, from the key that sends it until it is stored: shown at once, sent in its order.
 * Ended, it goes on sending what was written, and shows nothing any more.
 */
export class Deliveries {
  readonly #sending: Sending;
  #isOver = false;

  constructor(
    graph: Graph,
    private readonly place: Place,
    private readonly ports: DeliveryPorts,
  ) {
    this.#sending = new Sending(graph, (nonce, isWaiting) => {
      if (this.#isOver) return true;
      if (isWaiting) this.#show(wait);
      return ports.pending().some((pending) => pending.nonce === nonce);
    });
  }

  end(): void {
    this.#isOver = true;
  }

  /** Sends something new. */
  say(body: string, more: Pick<PendingMessage, 'replyTo' | 'mentions' | 'attachments'>): Promise<void> {
    const nonce = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    return this.deliver({ ...more, nonce, body, writtenAt: Date.now(), state: 'sending' });
  }

  /** Shows a message at once and sends it; the same nonce cannot be stored twice. */
  async deliver(pending: PendingMessage): Promise<void> {
    const { nonce, body, replyTo, mentions, attachments } = pending;
    this.#show((log) => write(log, pending));
    try {
      const attachmentIds = attachments?.map(({ id }) => id);
      const more = { replyToId: replyTo?.messageId, mentions: mentions?.map(({ userId }) => userId) };
      const sent = await this.#sending.deliver({ ...this.place, body, clientNonce: nonce, attachmentIds, ...more });
      if (!sent) return;
      const { message, userErrors } = sent;
      if (!message) return this.#show((log) => fail(log, nonce, userErrors[0]?.message ?? ''));
      this.#show((log) => acknowledge(log, nonce, message));
      this.ports.stored(message);
    } catch {
      this.#show((log) => fail(log, nonce, $localize`:@@sendFailed:Not sent: the server could not take it.`));
    }
  }

  /** Sends a failed one again. */
  async again(nonce: string): Promise<void> {
    const pending = this.ports.pending().find((message) => message.nonce === nonce);
    if (pending) await this.deliver({ ...pending, state: 'sending' });
  }

  /** Gives one up. */
  discard(nonce: string): void {
    this.#show((log) => discard(log, nonce));
  }

  #show(apply: (log: MessageLog) => MessageLog): void {
    if (!this.#isOver) this.ports.show(apply);
  }
}
