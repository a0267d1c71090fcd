import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { RelativeTime } from '../../ui/relative-time';
import { PresenceBook } from '../contacts/presence-book';
import { presenceDot } from '../contacts/presence-words';
import { chatIcons } from './chat-icons';
import { Conversation, ConversationBook } from './conversation-book';
import { counterpart, nameOf } from './conversation-name';

/** The list of conversations beside the one that is open; on narrow screens one or the other. */
@Component({
  selector: 'parley-chats',
  imports: [RouterOutlet, RouterLink, RouterLinkActive, Avatar, Icon, LoadFailure, Notice, RelativeTime],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './chats.html',
  styleUrl: './chats.css',
})
export class Chats {
  protected readonly book = inject(ConversationBook);
  readonly #presence = inject(PresenceBook);
  readonly #router = inject(Router);
  readonly #me = inject(Session).me;
  protected readonly icons = chatIcons;
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
  } {
    const one = counterpart(conversation, this.#me()?.id);
    return one
      ? { seed: one.userId, url: one.avatarUrl, dot: presenceDot(this.#presence.of(one.userId)) }
      : { seed: conversation.id, url: null, dot: undefined };
  }

  /** The last message in one line, with who said it where that is not plain. */
  protected preview(conversation: Conversation): string {
    const { lastMessage } = conversation;
    if (!lastMessage) return $localize`:@@noMessages:No messages yet`;
    if (lastMessage.author.userId === this.#me()?.id)
      return $localize`:@@previewMine:You: ${lastMessage.body}:message:`;
    if (counterpart(conversation, this.#me()?.id)) return lastMessage.body;
    return `${lastMessage.author.displayName}: ${lastMessage.body}`;
  }
}

function isInside(url: string): boolean {
  return /^\/chats\/[^?#]/.test(url);
}
