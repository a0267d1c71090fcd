import { computed, DestroyRef, inject, Injectable, Injector, signal } from '@angular/core';
import { ConversationEventsDocument, ThreadDocument } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Live } from '../../graph/live';
import { Loading } from '../../graph/loading';
import { toldOf } from './acts/message-events';
import { ConversationBook } from './conversation-book';
import { Deliveries, type Place } from './deliveries';
import { LoadedLog } from './loaded-log';
import { hear, MessageLog, PendingMessage, StoredMessage } from './message-log';
import { type Answer, PAGE, Paging, type Side } from './paging';
import { ReadMarks } from './read-marks';
import { readTo } from './read-to';
import { ThreadPeople } from './thread-people';
import { Typers } from './typers';

/** A load that failed while something is shown is tried again after this long, in milliseconds. */
const AGAIN_MS = 3000;

/** One open conversation: what of it is loaded, live, and sending. Provided by its page; ends with it. */
@Injectable()
export class Thread {
  readonly #graph = inject(Graph);
  readonly #live = inject(Live);
  readonly #injector = inject(Injector);
  readonly #marks = inject(ReadMarks);
  readonly #typers = inject(Typers, { optional: true });
  readonly #loaded = new LoadedLog();
  readonly #arrived = signal<StoredMessage | null>(null);
  readonly #loading = new Loading();
  readonly #whoIAm = signal('');
  readonly #mayWrite = signal(true);
  readonly #people = new ThreadPeople(this.#typers, this.#whoIAm);
  readonly #paging = new Paging(
    this.#graph,
    this.#loaded,
    (changes) => this.#people.learn(changes),
    () => ({ id: this.#id, ...this.#pass }),
  );
  #id = '';
  #guestToken: string | undefined;
  #isFresh = true;
  /** Seq of what is read; what is far from it may be forgotten. */
  #near = Infinity;
  #deliveries = this.#newDeliveries();
  /** Counts the loads begun: the last one counts. */
  #loads = 0;
  #isLoading = false;
  #end: () => void = () => undefined;
  #again: ReturnType<typeof setTimeout> | undefined;

  /** What is loaded around the place that is shown. */
  readonly log = this.#loaded.log;
  /** Its newest messages, shown or not. */
  readonly newest = this.#loaded.newest;
  /** Who came and went and what it was called, among the messages; ascending. */
  readonly changes = this.#people.changes;
  /** How far others have read, as far as it is known. */
  readonly readMarks = this.#people.marks;
  /** Whether I am in it no more. */
  readonly isGone = this.#people.isGone;
  readonly conversation = this.#people.conversation;
  readonly hasEarlier = computed(() => this.#loaded.earlier() !== null);
  /** Whether what is shown ends before the newest. */
  readonly hasLater = computed(() => this.#loaded.later() !== null);
  readonly fetching = this.#paging.fetching;
  /** On which side the last page did not come. */
  readonly failed = this.#paging.failed;
  /** The last message that came live from somebody else, for the announcer and the pill. */
  readonly arrived = this.#arrived.asReadonly();
  /** Who I am in it, as the author of my messages. */
  readonly myId = this.#whoIAm.asReadonly();
  /** Whether I might write when it was opened. */
  readonly mayWrite = this.#mayWrite.asReadonly();
  readonly state = this.#loading.state;
  /** How far it was read when it was opened: the unread line stands after this seq. */
  readonly readUntil = signal(0);

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.#loads += 1;
      clearTimeout(this.#again);
      this.#end();
    });
  }

  /** Opens a conversation: loads its end and follows it from there. Guests of a meeting show their token. */
  async open(id: string, guestToken?: string): Promise<void> {
    const isOther = id !== this.#id;
    this.#id = id;
    this.#guestToken = guestToken;
    if (isOther) this.#clear();
    this.readUntil.set(0);
    this.#isFresh = true;
    await this.#load();
  }

  /** Tries again after a failure. */
  retry(): Promise<void> {
    return this.#load();
  }

  /** Shows `body` at once, behind the newest messages, and sends it. */
  async send(body: string, more: Pick<PendingMessage, 'replyTo' | 'mentions' | 'attachments'> = {}): Promise<void> {
    void this.toNewest();
    await this.#deliveries.say(body, more);
  }

  /** Sends a failed one again, with the same nonce: it cannot be stored twice. */
  async resend(nonce: string): Promise<void> {
    await this.#deliveries.again(nonce);
  }

  /** Gives a failed one up. */
  discard(nonce: string): void {
    this.#deliveries.discard(nonce);
  }

  /** Loads the page before or behind what is loaded. */
  async goOn(side: Side): Promise<void> {
    await this.#paging.goOn(side, () => this.#near);
  }

  /** Shows the oldest messages; whether they could be had. */
  toOldest(): Promise<boolean> {
    return this.#paging.begin(this.#near);
  }

  /** Shows the newest messages again. */
  async toNewest(): Promise<void> {
    await this.#paging.end(this.#near);
    this.#near = Infinity;
  }

  /** Shows the place of a message; whether there is one. */
  async reach(messageId: string): Promise<boolean> {
    return this.#paging.reach(messageId, this.#near);
  }

  /** What is read stands there: it stays loaded. @param seq Infinity for the end */
  reads(seq: number): void {
    this.#near = seq;
    // So many came live that there is no place among them to go on from: the newest page has one.
    if (!this.#loaded.bound(seq) && seq === Infinity && !this.#isLoading) void this.#load();
  }

  /** Where and as whom something is done here, for mutations. */
  get place(): Place {
    return { conversationId: this.#id, ...this.#pass };
  }

  /** A stored message that is loaded. */
  find(messageId: string): StoredMessage | undefined {
    const isIt = ({ id }: StoredMessage): boolean => id === messageId;
    return this.log().stored.find(isIt) ?? this.newest().stored.find(isIt);
  }

  /** Takes over what is known to have become of messages. */
  change(apply: (log: MessageLog) => MessageLog): void {
    this.#paging.change(apply);
    this.#loaded.change(apply);
  }

  /** Everything up to the last stored message has been seen. */
  seen(): void {
    const last = Math.max(this.newest().stored.at(-1)?.seq ?? 0, this.changes().at(-1)?.seq ?? 0);
    if (last > 0 && !this.#guestToken && !this.isGone()) this.#marks.see(this.#id, last);
  }

  /** My list of conversations; guests have none. */
  get #book(): ConversationBook | undefined {
    return this.#guestToken ? undefined : this.#injector.get(ConversationBook);
  }

  get #pass(): { guestToken?: string } {
    return this.#guestToken ? { guestToken: this.#guestToken } : {};
  }

  #clear(): void {
    this.#deliveries.end();
    this.#end();
    this.#near = Infinity;
    this.#loaded.clear();
    this.#people.clear();
    this.#deliveries = this.#newDeliveries();
  }

  async #load(): Promise<void> {
    const id = this.#id;
    const turn = ++this.#loads;
    clearTimeout(this.#again);
    this.#isLoading = true;
    const isDone = await this.#loading.run(async () => {
      const { conversation } = await this.#graph.ask(ThreadDocument, { id, last: PAGE, ...this.#pass });
      if (turn !== this.#loads) return;
      if (!conversation) throw new GraphError('NOT_FOUND');
      const { messages, cursor, changes, readMarks, ...parts } = conversation;
      const elsewhere = await this.#around(messages.nodes);
      if (turn !== this.#loads) return;
      this.#whoIAm.set(parts.myId);
      this.#mayWrite.set(parts.mayWrite);
      this.#people.begin(parts, { changes, readMarks });
      const unread = this.#book?.unreadIn(parts) ?? 0;
      if (this.#isFresh) this.readUntil.set(readTo(messages.nodes, this.readMarks(), parts.myId, unread));
      this.#isFresh = false;
      this.#paging.renew();
      this.#loaded.begin(messages);
      if (elsewhere) this.#paging.show(elsewhere);
      this.#end();
      this.#follow(cursor);
    });
    if (turn === this.#loads) this.#isLoading = false;
    // What is shown is old, and nobody is told of it: it is loaded again until it has been.
    if (!isDone && turn === this.#loads && this.state() === 'ready')
      this.#again = setTimeout(() => void this.#load(), AGAIN_MS);
  }

  /** Whoever reads elsewhere goes on reading there. */
  async #around(newest: readonly StoredMessage[]): Promise<Answer | undefined> {
    const read = this.#near === Infinity ? undefined : this.log().stored.find(({ seq }) => seq >= this.#near);
    return read && !newest.some(({ id }) => id === read.id) ? this.#paging.around(read.id) : undefined;
  }

  #follow(after: string): void {
    this.#end = this.#live.follow({
      document: ConversationEventsDocument,
      variables: { conversationId: this.#id, after, ...this.#pass },
      cursorOf: ({ conversationEvents: event }) => ('cursor' in event ? event.cursor : undefined),
      onEvent: ({ conversationEvents: event }) => {
        if (event.__typename === 'MessageSent') this.#hear(event.message);
        const told = toldOf(event);
        if (told?.apply) this.change(told.apply);
        else if (told && this.find(told.messageId)) void this.#load();
        this.#people.hear(event);
        if (event.__typename === 'Resync') void this.#load();
      },
      onLost: () => void this.#load(),
    });
  }

  #hear(message: StoredMessage): void {
    const isNew = !this.newest().stored.some(({ id }) => id === message.id);
    this.#loaded.grow((log) => hear(log, message, this.#whoIAm()));
    this.#book?.moved(this.#id, message);
    this.#people.said(message);
    if (isNew && message.author.userId !== this.#whoIAm()) this.#arrived.set(message);
  }

  /** What was written in another conversation goes on being sent, and shows nowhere. */
  #newDeliveries(): Deliveries {
    const place = this.place;
    return new Deliveries(this.#graph, place, {
      pending: () => this.newest().pending,
      show: (apply) => this.#loaded.grow(apply),
      stored: (message) => this.#book?.moved(place.conversationId, message),
    });
  }
}
