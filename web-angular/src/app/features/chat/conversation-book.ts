import { computed, inject, Injectable, signal } from '@angular/core';
import {
  ConversationByIdDocument,
  ConversationPartsFragment,
  ConversationsDocument,
  StartConversationDocument,
} from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Inbox, InboxEvent } from '../../graph/inbox';
import { Loading } from '../../graph/loading';
import { ReadMarks } from './read-marks';

/** A conversation as the list knows it. */
export type Conversation = ConversationPartsFragment;

const PAGE = 50;

/** My conversations, the latest first. Kept current by the inbox. */
@Injectable({ providedIn: 'root' })
export class ConversationBook {
  readonly #graph = inject(Graph);
  readonly #marks = inject(ReadMarks);
  readonly #loading = new Loading();
  readonly #all = signal<readonly Conversation[]>([]);
  /** All was loaded once, and the inbox has told since what moved, also while one was away. */
  #isFollowed = false;
  /** How often the inbox has spoken of each: what was asked for before that is older than what it said. */
  readonly #heardOf = new Map<string, number>();

  readonly state = this.#loading.state;
  readonly conversations = computed(() => this.#all().toSorted((a, b) => latest(b) - latest(a)));
  /** Those in which something was unread of which I want to be told, as the server said; the list has not all of them. */
  readonly #waiting = signal<ReadonlySet<string>>(new Set());
  /** In how many conversations something is unread of which I want to be told. Beyond 100 it may be more. */
  readonly unread = computed(() => {
    const known = new Set(this.#all().map(({ id }) => id));
    const beyond = [...this.#waiting()].filter((id) => !known.has(id)).length;
    return beyond + this.#all().filter((conversation) => this.#counts(conversation)).length;
  });

  constructor() {
    inject(Inbox).listen(
      (event) => void this.#heard(event),
      () => {
        this.#isFollowed = false;
        void this.load();
      },
    );
    void this.load();
  }

  /** Loads the list afresh. */
  load(): Promise<boolean> {
    return this.#loading.run(async () => {
      const before = new Map(this.#heardOf);
      const { conversations, unreadConversationIds: waiting } = await this.#graph.ask(ConversationsDocument, {
        first: PAGE,
      });
      const isHeard = (id: string): boolean => this.#heardOf.get(id) !== before.get(id);
      const isNewer = ({ id }: Conversation): boolean => isHeard(id);
      this.#waiting.update((all) => new Set([...[...all].filter(isHeard), ...waiting.filter((id) => !isHeard(id))]));
      this.#all.update((all) => {
        const newer = all.filter(isNewer);
        return [...newer, ...conversations.nodes.filter((one) => !isNewer(one))];
      });
    });
  }

  /** How many messages are unread there. Reads signals. */
  unreadIn({ id, lastSeq, unreadCount }: Conversation): number {
    // A count is of messages, a seq also of what else happened: no difference of seqs is one.
    return this.#marks.of(id) >= lastSeq ? 0 : unreadCount;
  }

  /** Finds or makes the conversation with these people; gives it, or why not. */
  async start(memberIds: string[], title?: string): Promise<{ conversation?: Conversation; refusal?: string }> {
    const { startConversation } = await this.#graph.ask(StartConversationDocument, { input: { memberIds, title } });
    const { conversation, userErrors } = startConversation;
    if (!conversation) return { refusal: userErrors[0]?.message ?? '' };
    this.#put(conversation);
    return { conversation };
  }

  /** Takes over what an open conversation knows already, so that the list does not lag behind it. */
  moved(id: string, lastMessage: NonNullable<Conversation['lastMessage']>): void {
    const known = this.#all().find((conversation) => conversation.id === id);
    if (known && known.lastSeq <= lastMessage.seq) this.#put({ ...known, lastSeq: lastMessage.seq, lastMessage });
  }

  /** One is no longer in it. */
  left(id: string): void {
    this.#all.update((all) => all.filter((conversation) => conversation.id !== id));
    this.#wait(id, false);
  }

  #counts(conversation: Conversation): boolean {
    const { id, notificationLevel } = conversation;
    if (notificationLevel === 'NONE' || this.unreadIn(conversation) === 0) return false;
    return notificationLevel === 'ALL' || this.#waiting().has(id);
  }

  #wait(id: string, isWaiting: boolean): void {
    if (this.#waiting().has(id) === isWaiting) return;
    this.#waiting.update((all) => new Set(isWaiting ? [...all, id] : [...all].filter((one) => one !== id)));
  }

  #put(conversation: Conversation): void {
    this.#all.update((all) => [conversation, ...all.filter(({ id }) => id !== conversation.id)]);
  }

  async #heard(event: InboxEvent): Promise<void> {
    if (event.__typename === 'InboxReady' && !this.#isFollowed) this.#isFollowed = await this.load();
    if (event.__typename === 'Mentioned') this.#wait(event.conversationId, true);
    if (event.__typename !== 'ConversationLeft' && event.__typename !== 'ConversationMoved') return;
    const heard = (this.#heardOf.get(event.conversationId) ?? 0) + 1;
    this.#heardOf.set(event.conversationId, heard);
    if (event.__typename === 'ConversationLeft') return this.left(event.conversationId);
    const known = this.#all().find(({ id }) => id === event.conversationId);
    const { lastSeq, unreadCount, lastMessage } = event;
    if (unreadCount === 0) this.#wait(event.conversationId, false);
    // Behind the newest message stands what may have changed more than that: its title, who is in it.
    const isAll = lastMessage?.seq === lastSeq || known?.lastSeq === lastSeq;
    if (known) this.#put({ ...known, lastSeq, unreadCount, lastMessage: lastMessage ?? known.lastMessage ?? null });
    if (known && isAll) return;
    const { conversation } = await this.#graph
      .ask(ConversationByIdDocument, { id: event.conversationId })
      .catch(() => ({ conversation: null }));
    if (conversation && this.#heardOf.get(conversation.id) === heard) this.#put(conversation);
  }
}

function latest({ lastMessage }: Conversation): number {
  return lastMessage ? Date.parse(lastMessage.sentAt) : Number.MAX_SAFE_INTEGER;
}
