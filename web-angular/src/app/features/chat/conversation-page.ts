import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  LOCALE_ID,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Session } from '../../session/session';
import { Announcer } from '../../ui/announcer';
import { Avatar } from '../../ui/avatar';
import { Clock } from '../../ui/clock';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { PageTitle } from '../../ui/page-title';
import { CallButtons } from '../calls/call-buttons';
import { PresenceBook } from '../contacts/presence-book';
import { presenceDot, presenceLine } from '../contacts/presence-words';
import { ConversationBook } from './conversation-book';
import { counterpart, nameOf, others } from './conversation-name';
import { GroupDetails } from './group-details';
import { LevelMenu } from './level-menu';
import { Thread } from './thread';
import { wordsOf } from './message-log';
import { ThreadView } from './thread-view';
import { Typers } from './typers';

/** One conversation: its head, its messages and the composer. */
@Component({
  selector: 'parley-conversation-page',
  imports: [RouterLink, Avatar, CallButtons, GroupDetails, Icon, LevelMenu, LoadFailure, ThreadView],
  providers: [Thread, Typers],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '(keydown.escape)': 'back()' },
  templateUrl: './conversation-page.html',
  styleUrl: './conversation-page.css',
})
export class ConversationPage {
  protected readonly thread = inject(Thread);
  readonly #presence = inject(PresenceBook);
  readonly #clock = inject(Clock);
  readonly #locale = inject(LOCALE_ID);
  readonly #me = inject(Session).me;
  readonly #router = inject(Router);
  private readonly view = viewChild(ThreadView);
  private readonly opener = viewChild<ElementRef<HTMLElement>>('opener');
  /** From the address. */
  readonly id = input.required<string>();
  /** From the address: the message that was looked for. */
  readonly message = input<string>();

  protected readonly icons = icons;
  protected readonly me = computed(() => {
    const me = this.#me();
    return { displayName: me?.displayName ?? '', avatarUrl: me?.avatarUrl ?? null };
  });
  protected readonly name = computed(() => {
    const conversation = this.thread.conversation();
    return conversation ? nameOf(conversation, this.#me()?.id) : '';
  });
  protected readonly head = computed(() => {
    const conversation = this.thread.conversation();
    if (!conversation) return undefined;
    const one = counterpart(conversation, this.#me()?.id);
    if (!one) {
      const names = conversation.members.nodes.map(({ displayName }) => displayName);
      return { seed: conversation.id, url: null, dot: undefined, words: conversation.title ? names.join(', ') : '' };
    }
    const presence = this.#presence.of(one.userId);
    return {
      seed: one.userId,
      url: one.avatarUrl,
      dot: presenceDot(presence),
      words: presenceLine(presence, this.#clock.minute(), this.#locale),
    };
  });
  /** Whom a call from here rings: everybody else; none where one only reads, or among more than a call holds. */
  protected readonly callees = computed(() => {
    const conversation = this.thread.conversation();
    if (!conversation || conversation.kind === 'MEETING' || this.whyNotWrite()) return [];
    return others(conversation, this.#me()?.id).map(({ userId }) => userId);
  });
  protected readonly prompt = computed(() => $localize`:@@composerPrompt:Message ${this.name()}:name:`);

  /** Of a meeting's conversation: in it one writes as one's role there says. */
  protected readonly whyNotWrite = computed(() => {
    if (this.thread.isGone()) return $localize`:@@noLongerIn:You are no longer in this group.`;
    return this.thread.mayWrite() ? undefined : $localize`:@@chatReadOnly:You can read here, and not write.`;
  });
  protected readonly isGroup = computed(() => this.thread.conversation()?.kind === 'GROUP' && !this.thread.isGone());
  /** Whether who is in the group is shown beside what is said. */
  protected readonly isDetailed = signal(false);

  constructor() {
    const title = inject(PageTitle);
    const announcer = inject(Announcer);
    effect(() => {
      const id = this.id();
      untracked(() => {
        this.isDetailed.set(false);
        void this.thread.open(id);
      });
    });
    const book = inject(ConversationBook);
    let wasListed = true;
    effect(() => {
      const isListed = book.conversations().some(({ id }) => id === this.id());
      // Taken in again while one still looks at it.
      if (isListed && !wasListed && untracked(this.thread.isGone)) untracked(() => void this.thread.retry());
      wasListed = isListed;
    });
    effect(() => title.name(this.name()));
    effect(() => {
      const arrived = this.thread.arrived();
      if (!arrived) return;
      announcer.say(
        $localize`:@@messageFrom:${arrived.author.displayName}:name:: ${wordsOf(arrived).slice(0, 200)}:message:`,
      );
    });
    afterRenderEffect({
      read: () => {
        // Not on touch: the keyboard would cover what one came to read.
        if (this.view() && !this.message() && matchMedia('(pointer: fine)').matches)
          untracked(() => this.view()?.focus());
      },
    });
  }

  protected hideDetails(): void {
    this.isDetailed.set(false);
    this.opener()?.nativeElement.focus();
  }

  /** Where the list lies underneath, Escape uncovers it. */
  protected back(): void {
    if (this.isDetailed()) return this.hideDetails();
    if (matchMedia('(max-width: 839.98px)').matches) void this.#router.navigate(['/chats']);
  }
}
