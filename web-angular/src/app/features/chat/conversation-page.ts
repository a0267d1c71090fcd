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
import { PresenceBook } from '../contacts/presence-book';
import { presenceDot, presenceWords } from '../contacts/presence-words';
import { chatIcons } from './chat-icons';
import { Composer } from './composer';
import { counterpart, nameOf } from './conversation-name';
import { MessageRow } from './message-row';
import { rowsOf } from './rows';
import { Thread } from './thread';

/** How near the end counts as being at the end, in px. */
const NEAR_PX = 80;

/** One conversation: its head, its messages and the composer. Stays at the end while one is there, and nowhere else. */
@Component({
  selector: 'parley-conversation-page',
  imports: [RouterLink, Avatar, Composer, Icon, LoadFailure, MessageRow],
  providers: [Thread],
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
  #shape = '';
  private readonly scroller = viewChild<ElementRef<HTMLElement>>('scroller');
  private readonly composer = viewChild(Composer);
  /** From the address. */
  readonly id = input.required<string>();

  protected readonly icons = icons;
  protected readonly chatIcons = chatIcons;
  protected readonly isAtEnd = signal(true);
  protected readonly hasNews = signal(false);
  protected readonly rows = computed(() => {
    const { stored, pending } = this.thread.log();
    const me = this.#me();
    return rowsOf(
      stored,
      pending,
      { userId: me?.id ?? '', displayName: me?.displayName ?? '', avatarUrl: me?.avatarUrl ?? null },
      this.thread.readUntil(),
    );
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
      words: presenceWords(presence, this.#clock.minute(), this.#locale),
    };
  });
  protected readonly prompt = computed(() => $localize`:@@composerPrompt:Message ${this.name()}:name:`);

  constructor() {
    const title = inject(PageTitle);
    const announcer = inject(Announcer);
    effect(() => {
      const id = this.id();
      untracked(() => {
        this.isAtEnd.set(true);
        void this.thread.open(id);
      });
    });
    effect(() => title.name(this.name()));
    effect(() => {
      const arrived = this.thread.arrived();
      if (!arrived) return;
      announcer.say(
        $localize`:@@messageFrom:${arrived.author.displayName}:name:: ${arrived.body.slice(0, 200)}:message:`,
      );
      if (!untracked(this.isAtEnd)) this.hasNews.set(true);
    });
    effect(() => {
      this.rows();
      if (this.isAtEnd() && !document.hidden) untracked(() => this.thread.seen());
    });
    afterRenderEffect({
      read: () => {
        this.rows();
        const scroller = this.scroller()?.nativeElement;
        if (scroller && untracked(this.isAtEnd)) scroller.scrollTop = scroller.scrollHeight;
      },
    });
    afterRenderEffect({
      read: (onCleanup) => {
        const scroller = this.scroller()?.nativeElement;
        if (!scroller) return;
        const observer = new ResizeObserver(() => this.scrolled(scroller));
        observer.observe(scroller);
        onCleanup(() => observer.disconnect());
      },
    });
    afterRenderEffect({
      read: () => {
        // Not on touch: the keyboard would cover what one came to read.
        if (this.composer() && matchMedia('(pointer: fine)').matches) untracked(() => this.composer()?.focus());
      },
    });
  }

  protected scrolled(scroller: HTMLElement): void {
    // The page was resized or its text grew: that is not somebody scrolling away.
    const shape = `${scroller.scrollHeight} ${scroller.clientHeight} ${scroller.clientWidth}`;
    const isSameShape = shape === this.#shape;
    this.#shape = shape;
    if (!isSameShape && this.isAtEnd()) return this.toEnd(scroller);
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_PX;
    this.isAtEnd.set(isAtEnd);
    if (isAtEnd) this.hasNews.set(false);
  }

  protected toEnd(scroller: HTMLElement): void {
    this.isAtEnd.set(true);
    this.hasNews.set(false);
    scroller.scrollTop = scroller.scrollHeight;
  }

  /** Where the list lies underneath, Escape uncovers it. */
  protected back(): void {
    if (matchMedia('(max-width: 839.98px)').matches) void this.#router.navigate(['/chats']);
  }

  /** Loads the page before, and keeps what one reads where it is. */
  protected async earlier(scroller: HTMLElement): Promise<void> {
    const fromEnd = scroller.scrollHeight - scroller.scrollTop;
    await this.thread.loadEarlier();
    requestAnimationFrame(() => (scroller.scrollTop = scroller.scrollHeight - fromEnd));
  }

  protected send(body: string): void {
    this.isAtEnd.set(true);
    void this.thread.send(body);
  }
}
