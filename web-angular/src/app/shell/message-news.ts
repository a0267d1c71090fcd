import { effect, inject, Injectable, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { Conversation, ConversationBook } from '../features/chat/conversation-book';
import { nameOf } from '../features/chat/conversation-name';
import { PresenceBook } from '../features/contacts/presence-book';
import { chime } from '../features/notifications/chime';
import { toastsHere } from '../features/notifications/here';
import { Inbox, InboxEvent } from '../graph/inbox';
import { Session } from '../session/session';
import { Toaster } from '../ui/toaster';

type Mention = Extract<InboxEvent, { __typename: 'Mentioned' }>;

/** What was said longer ago is no news: one has been away, in milliseconds. */
const FRESH_MS = 60_000;
const LONGEST = 80;

/** Tells of messages in conversations one does not look at, as their levels say; silent while one does not want to be disturbed. */
@Injectable({ providedIn: 'root' })
export class MessageNews {
  readonly #router = inject(Router);
  readonly #toaster = inject(Toaster);
  readonly #book = inject(ConversationBook);
  readonly #presence = inject(PresenceBook).mine;
  readonly #me = inject(Session).me;
  /** The newest message of each conversation that was looked at already. */
  readonly #known = new Map<string, string>();
  readonly #told = new Set<string>();

  constructor() {
    effect(() => {
      const conversations = this.#book.conversations();
      untracked(() => conversations.forEach((one) => this.#look(one)));
    });
    inject(Inbox).listen(
      (event) => {
        if (event.__typename === 'Mentioned') this.#mentioned(event);
      },
      () => undefined,
    );
  }

  #look(conversation: Conversation): void {
    const { id, lastMessage, lastSeq, notificationLevel } = conversation;
    const isFirst = !this.#known.has(id);
    if (!lastMessage || this.#known.get(id) === lastMessage.id) return void (isFirst && this.#known.set(id, ''));
    this.#known.set(id, lastMessage.id);
    const { author } = lastMessage;
    const isOwn = author.userId === this.#me()?.id || author.isSystem;
    const isOld = Date.now() - Date.parse(lastMessage.sentAt) > FRESH_MS;
    if (isOld || isOwn || notificationLevel !== 'ALL' || lastMessage.seq < lastSeq) return;
    if (this.#book.unreadIn(conversation) === 0) return;
    const name = nameOf(conversation, this.#me()?.id);
    const where = conversation.isDirect ? name : `${author.displayName} · ${name}`;
    this.#tell(id, lastMessage.id, `${where}: ${shorten(lastMessage.body)}`);
  }

  #mentioned({ conversationId, message }: Mention): void {
    const level = this.#book.conversations().find(({ id }) => id === conversationId)?.notificationLevel;
    if (level === 'NONE' || Date.now() - Date.parse(message.sentAt) > FRESH_MS) return;
    const { displayName } = message.author;
    const words = $localize`:@@mentionedBy:${displayName}:name: mentioned you: ${shorten(message.body)}:message:`;
    this.#tell(conversationId, message.id, words);
  }

  /** Once a message, whether as what it is or as a mention. */
  #tell(conversationId: string, messageId: string, words: string): void {
    if (this.#told.has(messageId) || this.#isLookedAt(conversationId)) return;
    this.#told.add(messageId);
    if (this.#presence()?.availability === 'DO_NOT_DISTURB') return;
    chime();
    if (!toastsHere.is()) return;
    this.#toaster.show(words, {
      label: $localize`:@@openChat:Open chat`,
      run: () => void this.#router.navigate(['/chats', conversationId]),
    });
  }

  #isLookedAt(conversationId: string): boolean {
    return !document.hidden && this.#router.url.split(/[?#]/)[0] === `/chats/${conversationId}`;
  }
}

const shorten = (text: string): string =>
  text.length <= LONGEST ? text : `${[...text].slice(0, LONGEST - 1).join('')}…`;
