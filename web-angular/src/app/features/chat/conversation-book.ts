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

  readonly state = this.#loading.state;
  readonly conversations = computed(() => this.#all().toSorted((a, b) => latest(b) - latest(a)));
  /** In how many conversations something is unread. */
  readonly unread = computed(() => this.#all().filter((conversation) => this.unreadIn(conversation) > 0).length);

  constructor() {
    inject(Inbox).listen(
      (event) => void this.#heard(event),
      () => void this.load(),
    );
    void this.load();
  }

  /** Loads the list afresh. */
  load(): Promise<boolean> {
    return this.#loading.run(async () => {
      const { conversations } = await this.#graph.ask(ConversationsDocument, { first: PAGE });
      this.#all.set(conversations.nodes);
    });
  }

  /** How many messages are unread there. Reads signals. */
  unreadIn({ id, lastSeq, unreadCount }: Conversation): number {
    return Math.min(unreadCount, Math.max(0, lastSeq - this.#marks.of(id)));
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

  #put(conversation: Conversation): void {
    this.#all.update((all) => [conversation, ...all.filter(({ id }) => id !== conversation.id)]);
  }

  async #heard(event: InboxEvent): Promise<void> {
    if (event.__typename === 'InboxReady') await this.load();
    if (event.__typename !== 'ConversationMoved') return;
    const known = this.#all().find(({ id }) => id === event.conversationId);
    if (known) this.#put({ ...known, lastSeq: event.lastSeq, unreadCount: event.unreadCount });
    if (known?.lastMessage?.seq === event.lastSeq) return;
    const { conversation } = await this.#graph
      .ask(ConversationByIdDocument, { id: event.conversationId })
      .catch(() => ({ conversation: null }));
    if (conversation) this.#put(conversation);
  }
}

function latest({ lastMessage }: Conversation): number {
  return lastMessage ? Date.parse(lastMessage.sentAt) : Number.MAX_SAFE_INTEGER;
}
