import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import {
  ConversationEventsDocument,
  EarlierMessagesDocument,
  SendMessageDocument,
  SendMessageInput,
  SendMessageMutation,
  ThreadDocument,
} from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Live } from '../../graph/live';
import { Session } from '../../session/session';
import { Loading } from '../../graph/loading';
import { Conversation, ConversationBook } from './conversation-book';
import {
  acknowledge,
  discard,
  emptyLog,
  fail,
  hear,
  merge,
  MessageLog,
  replace,
  StoredMessage,
  write,
} from './message-log';
import { ReadMarks } from './read-marks';

const PAGE = 50;
/** Waits between tries of one sending, in milliseconds; after the last one it counts as failed. */
const PATIENCE_MS = [400, 1200];

/** One open conversation: its messages, live, and sending. Provided by its page; ends with it. */
@Injectable()
export class Thread {
  readonly #graph = inject(Graph);
  readonly #live = inject(Live);
  readonly #book = inject(ConversationBook);
  readonly #marks = inject(ReadMarks);
  readonly #me = inject(Session).me;
  readonly #log = signal<MessageLog>(emptyLog);
  readonly #conversation = signal<Conversation | null>(null);
  readonly #earlier = signal<string | null>(null);
  readonly #isFetchingEarlier = signal(false);
  readonly #arrived = signal<StoredMessage | null>(null);
  #loading = new Loading();
  #id = '';
  #isFresh = true;
  #end: () => void = () => undefined;

  readonly log = this.#log.asReadonly();
  readonly conversation = this.#conversation.asReadonly();
  readonly hasEarlier = computed(() => this.#earlier() !== null);
  readonly isFetchingEarlier = this.#isFetchingEarlier.asReadonly();
  /** The last message that came live from somebody else, for the announcer and the pill. */
  readonly arrived = this.#arrived.asReadonly();
  readonly state = this.#loading.state;
  /** How far it was read when it was opened: the unread line stands after this seq. */
  readonly readUntil = signal(0);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.#end());
  }

  /** Opens a conversation: loads its end and follows it from there. */
  async open(id: string): Promise<void> {
    this.#id = id;
    this.readUntil.set(0);
    this.#isFresh = true;
    await this.#load();
  }

  /** Tries again after a failure. */
  retry(): Promise<void> {
    return this.#load();
  }

  /** Shows `body` at once and sends it. */
  async send(body: string): Promise<void> {
    const nonce = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    this.#log.update((log) => write(log, { nonce, body, writtenAt: Date.now(), state: 'sending' }));
    await this.#deliver(nonce, body);
  }

  /** Sends a failed one again, with the same nonce: it cannot be stored twice. */
  async resend(nonce: string): Promise<void> {
    const pending = this.#log().pending.find((message) => message.nonce === nonce);
    if (!pending) return;
    this.#log.update((log) =>
      write(log, { nonce, body: pending.body, writtenAt: pending.writtenAt, state: 'sending' }),
    );
    await this.#deliver(nonce, pending.body);
  }

  /** Gives a failed one up. */
  discard(nonce: string): void {
    this.#log.update((log) => discard(log, nonce));
  }

  /** Loads the page before the first message shown. */
  async loadEarlier(): Promise<void> {
    const before = this.#earlier();
    if (!before || this.#isFetchingEarlier()) return;
    this.#isFetchingEarlier.set(true);
    try {
      const { conversation } = await this.#graph.ask(EarlierMessagesDocument, { id: this.#id, last: PAGE, before });
      const { nodes, pageInfo } = conversation?.messages ?? {
        nodes: [],
        pageInfo: { hasPreviousPage: false, startCursor: null },
      };
      this.#log.update((log) => merge(log, nodes));
      this.#earlier.set(pageInfo.hasPreviousPage ? (pageInfo.startCursor ?? null) : null);
    } catch {
      // The button stays: asking again is the mend.
    } finally {
      this.#isFetchingEarlier.set(false);
    }
  }

  /** Everything up to the last stored message has been seen. */
  seen(): void {
    const last = this.#log().stored.at(-1);
    if (last) this.#marks.see(this.#id, last.seq);
  }

  async #load(): Promise<void> {
    this.#end();
    await this.#loading.run(async () => {
      const { conversation } = await this.#graph.ask(ThreadDocument, { id: this.#id, last: PAGE });
      if (!conversation) throw new GraphError('NOT_FOUND');
      const { messages, cursor, ...parts } = conversation;
      if (this.#isFresh) this.#markUnread(messages.nodes, this.#book.unreadIn(parts));
      this.#conversation.set(parts);
      this.#log.update((log) => replace(log, messages.nodes));
      this.#earlier.set(messages.pageInfo.hasPreviousPage ? (messages.pageInfo.startCursor ?? null) : null);
      this.#follow(cursor);
    });
  }

  /** Finds where the unread line stands: before the first of the last `unread` messages of the others. */
  #markUnread(messages: readonly StoredMessage[], unread: number): void {
    this.#isFresh = false;
    const theirs = messages.filter(({ author }) => author.userId !== this.#me()?.id);
    const first = unread > 0 ? (theirs.at(-unread) ?? theirs[0]) : undefined;
    if (first) this.readUntil.set(first.seq - 1);
  }

  #follow(after: string): void {
    this.#end = this.#live.follow({
      document: ConversationEventsDocument,
      variables: { conversationId: this.#id, after },
      cursorOf: ({ conversationEvents: event }) => ('cursor' in event ? event.cursor : undefined),
      onEvent: ({ conversationEvents: event }) => {
        if (event.__typename === 'MessageSent') this.#hear(event.message);
        if (event.__typename === 'Resync') void this.#load();
      },
      onLost: () => void this.#load(),
    });
  }

  #hear(message: StoredMessage): void {
    const isNew = !this.#log().stored.some(({ id }) => id === message.id);
    this.#log.update((log) => hear(log, message, this.#me()?.id));
    this.#book.moved(this.#id, message);
    if (isNew && message.author.userId !== this.#me()?.id) this.#arrived.set(message);
  }

  /** Sends; what may pass is tried again for a moment, with the same nonce. */
  async #insist(input: SendMessageInput): Promise<SendMessageMutation['sendMessage']> {
    for (const wait of PATIENCE_MS) {
      try {
        const { sendMessage } = await this.#graph.ask(SendMessageDocument, { input });
        if (sendMessage.userErrors[0]?.code !== 'UNAVAILABLE') return sendMessage;
      } catch (error) {
        if (!(error instanceof GraphError) || !error.isPassing) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
    return (await this.#graph.ask(SendMessageDocument, { input })).sendMessage;
  }

  async #deliver(nonce: string, body: string): Promise<void> {
    try {
      const input = { conversationId: this.#id, body, clientNonce: nonce };
      const { message, userErrors } = await this.#insist(input);
      if (!message) return void this.#log.update((log) => fail(log, nonce, userErrors[0]?.message ?? ''));
      this.#log.update((log) => acknowledge(log, nonce, message));
      this.#book.moved(this.#id, message);
    } catch (error) {
      const isOffline = error instanceof GraphError && error.code === 'OFFLINE';
      const problem = isOffline
        ? $localize`:@@sendOffline:Not sent: the server cannot be reached.`
        : $localize`:@@sendFailed:Not sent: the server could not take it.`;
      this.#log.update((log) => fail(log, nonce, problem));
    }
  }
}
