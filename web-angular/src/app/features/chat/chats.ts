import { ChangeDetectionStrategy, Component, inject, LOCALE_ID, signal } from '@angular/core';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { RelativeTime } from '../../ui/relative-time';
import { TextField } from '../../ui/text-field';
import { PresenceBook } from '../contacts/presence-book';
import { presenceDot, presenceLine } from '../contacts/presence-words';
import { chatIcons } from './chat-icons';
import { Conversation, ConversationBook } from './conversation-book';
import { counterpart, nameOf } from './conversation-name';
import { MessageSearch } from './message-search';
import { wordsOf } from './message-log';
import { noticeWords } from './notice-words';

/** The list of conversations beside the one that is open; on narrow screens one or the other. */
@Component({
  selector: 'parley-chats',
  imports: [
    RouterOutlet,
    RouterLink,
    RouterLinkActive,
    Avatar,
    Icon,
    LoadFailure,
    MessageSearch,
    Notice,
    RelativeTime,
    TextField,
  ],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chats.html',
  styleUrl: './chats.css',
})
export class Chats {
  protected readonly book = inject(ConversationBook);
  readonly #presence = inject(PresenceBook);
  readonly #clock = inject(Clock);
  readonly #locale = inject(LOCALE_ID);
  readonly #router = inject(Router);
  readonly #me = inject(Session).me;
  protected readonly icons = chatIcons;
  /** What is searched for; while there is something, messages found stand in place of the list. */
  protected readonly query = signal('');
  protected readonly isOpen = signal(isInside(this.#router.url));

  constructor() {
    this.#router.events.pipe(takeUntilDestroyed()).subscribe((event) => {
      if (event instanceof NavigationEnd) this.isOpen.set(isInside(event.urlAfterRedirects));
    });
  }

  protected name(conversation: Conversation): string {
    return nameOf(conversation, this.#me()?.id);
  }

  protected face(conversation: Conversation): {
    seed: string;
    url: string | null | undefined;
    dot: string | undefined;
    words: string;
  } {
    const one = counterpart(conversation, this.#me()?.id);
    if (!one) return { seed: conversation.id, url: null, dot: undefined, words: '' };
    const presence = this.#presence.of(one.userId);
    const words = presenceLine(presence, this.#clock.minute(), this.#locale);
    return { seed: one.userId, url: one.avatarUrl, dot: presenceDot(presence), words };
  }

  /** The last message in one line, with who said it where that is not plain. */
  protected preview(conversation: Conversation): string {
    const { lastMessage } = conversation;
    if (!lastMessage) return $localize`:@@noMessages:No messages yet`;
    const told = lastMessage.notice && noticeWords(lastMessage.notice, this.#me()?.id);
    if (told) return told;
    // Nothing else is empty.
    const said = wordsOf(lastMessage);
    if (said === '') return $localize`:@@previewDeleted:Deleted message`;
    if (lastMessage.author.userId === this.#me()?.id) return $localize`:@@previewMine:You: ${said}:message:`;
    if (counterpart(conversation, this.#me()?.id)) return said;
    return `${lastMessage.author.displayName}: ${said}`;
  }
}

function isInside(url: string): boolean {
  return /^\/chats\/[^?#]/.test(url);
}
