import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  LOCALE_ID,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Dialog } from '@angular/cdk/dialog';
import { Icon } from '../../ui/icon';
import { FileDrop } from './attachments/file-drop';
import { FreshLinks } from './attachments/fresh-links';
import { Uploads } from './attachments/uploads';
import { asksToDelete } from './acts/delete-dialog';
import { showEdits } from './acts/edits-dialog';
import { MessageActions } from './acts/message-actions';
import { neighbourOf } from './acts/neighbour';
import { chatIcons } from './chat-icons';
import { Composer } from './composer';
import { StoredMessage, wordsOf } from './message-log';
import { ChangeLine, changeWords, withChanges } from './changes';
import { MessageRow } from './message-row';
import { Occasion, Written } from './occasion';
import { kept, Row, rowsOf } from './rows';
import { seenWords } from './seen-by';
import { Thread } from './thread';
import { ThreadScroll } from './thread-scroll';
import { Typers, typingWords } from './typers';
import { Unhurried } from './unhurried';

/** The messages of the thread around it and the composer. Stays at the end while one is there, and nowhere else. */
@Component({
  selector: 'parley-thread-view',
  imports: [Composer, FileDrop, Icon, MessageRow],
  providers: [FreshLinks, MessageActions, ThreadScroll, Unhurried],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './thread-view.html',
  styleUrl: './thread-view.css',
})
export class ThreadView {
  protected readonly thread = inject(Thread);
  protected readonly list = inject(ThreadScroll);
  protected readonly actions = inject(MessageActions);
  readonly #dialog = inject(Dialog);
  readonly #uploads = inject(Uploads);
  readonly #injector = inject(Injector);
  /** Where nobody tells who types, nobody is told. */
  protected readonly typers = inject(Typers, { optional: true });
  readonly #locale = inject(LOCALE_ID);
  private readonly rowsBox = viewChild.required<ElementRef<HTMLElement>>('rowsBox');
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  private readonly composer = viewChild(Composer);
  readonly conversationId = input.required<string>();
  /** Who writes, as their own messages show them before they are stored. */
  readonly me = input.required<Omit<Row['author'], 'userId'>>();
  readonly prompt = input('');
  /** The message to lead to once the thread is there. */
  readonly leadTo = input<string>();
  /** Why one cannot write here now, in words. */
  readonly whyNotWrite = input<string>();

  protected readonly icons = chatIcons;
  /** Guests cannot send files, and what is changed keeps those it has. */
  protected readonly mayAttach = computed(
    () => !this.me().isGuest && !this.whyNotWrite() && this.occasion()?.kind !== 'edit',
  );
  /** Which message one answers or changes. */
  protected readonly occasion = signal<Occasion | undefined>(undefined);
  /** The message whose buttons Tab comes by: the one one was at, else the last. */
  readonly #reached = signal('');
  protected readonly reached = computed(() => {
    const { stored } = this.thread.log();
    const there = stored.filter(({ deletedAt }) => !deletedAt);
    return (there.find(({ id }) => id === this.#reached()) ?? there.at(-1))?.id ?? '';
  });
  readonly #isThere = computed(
    () => this.thread.state() === 'ready' && this.thread.conversation()?.id === this.conversationId(),
  );
  readonly #isWhole = computed(() => !this.thread.hasEarlier() && !this.thread.hasLater());
  /** How many messages there are; -1 where not all of them are loaded. */
  protected readonly count = computed(() => (this.#isWhole() ? this.#messages().length : -1));
  protected readonly myName = computed(() => ({ userId: this.thread.myId(), displayName: this.me().displayName }));
  readonly #messages = linkedSignal<readonly Row[], readonly Row[]>({
    source: () => {
      const { stored, pending } = this.thread.log();
      const me = { ...this.me(), userId: this.thread.myId() };
      return rowsOf(stored, pending, me, this.thread.readUntil(), this.#isWhole());
    },
    computation: (now, before) => kept(before?.value ?? [], now),
  });
  protected readonly rows = computed(() => {
    const conversation = this.thread.conversation();
    // In a meeting it is plain who is there.
    const changes = conversation?.kind === 'MEETING' ? [] : this.thread.changes();
    return withChanges(
      this.#messages(),
      changes,
      ({ message }: Row) => message?.seq,
      this.thread.hasEarlier(),
      this.thread.hasLater(),
    );
  });
  protected readonly typing = computed(() => typingWords([...(this.typers?.names().values() ?? [])]));
  protected readonly seen = computed(() => {
    const { stored, pending } = this.thread.log();
    if (pending.length > 0 || this.thread.hasLater()) return '';
    const isDirect = this.thread.conversation()?.isDirect ?? false;
    return seenWords(stored.at(-1), this.thread.readMarks(), this.thread.myId(), isDirect);
  });

  constructor() {
    effect(() => {
      this.conversationId();
      untracked(() => {
        void this.list.toEnd();
        this.occasion.set(undefined);
      });
    });
    afterRenderEffect({
      read: (onCleanup) => {
        const box = this.rowsBox().nativeElement;
        onCleanup(this.list.attach(this.scroller().nativeElement, box));
        // Before the buttons hear of it: to them an arrow means opening their menu.
        const walk = (event: KeyboardEvent): void => neighbourOf(event, box)?.focus();
        box.addEventListener('keydown', walk, { capture: true });
        onCleanup(() => box.removeEventListener('keydown', walk, { capture: true }));
      },
    });
    afterRenderEffect({
      mixedReadWrite: () => {
        this.rows();
        this.seen();
        this.thread.state();
        this.thread.fetching();
        untracked(() => this.list.drawn());
      },
    });
    effect(() => {
      const id = this.leadTo();
      if (id && this.#isThere()) untracked(() => void this.list.lead(id));
    });
    effect(() => {
      // Somebody took back what one is answering or changing.
      const about = this.occasion();
      if (about && this.thread.find(about.message.id)?.deletedAt) this.occasion.set(undefined);
    });
    effect(() => {
      if (this.thread.arrived()) untracked(() => this.list.arrived());
    });
    effect(() => {
      this.rows();
      if (this.list.isAtEnd() && !document.hidden) untracked(() => this.thread.seen());
    });
  }

  protected words(line: ChangeLine): string {
    return changeWords(line, this.thread.myId());
  }

  protected exact({ changes }: ChangeLine): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'full', timeStyle: 'short' }).format(
      new Date(changes[0]?.at ?? 0),
    );
  }

  /** Puts the caret into the composer; without one, the focus on the messages. */
  focus(): void {
    const composer = this.composer();
    if (composer) composer.focus();
    else this.scroller().nativeElement.focus();
  }

  /** To the beginning or the end of everything, not of what is loaded; from within a message the keys mean something else. */
  protected jump(event: Event): void {
    const { key, target, currentTarget, altKey, ctrlKey, metaKey, shiftKey } = event as KeyboardEvent;
    if (target !== currentTarget || altKey || ctrlKey || metaKey || shiftKey) return;
    event.preventDefault();
    if (key === 'Home') void this.list.toStart();
    else void this.list.toEnd();
  }

  protected attach(files: readonly File[]): void {
    this.#uploads.add(this.conversationId(), files);
    this.focus();
  }

  protected async send({ body, mentions, attachments }: Written): Promise<void> {
    const about = this.occasion();
    this.occasion.set(undefined);
    if (about?.kind === 'edit') {
      const isTaken = await this.actions.edit(about.message, body, mentions);
      // What was written is not lost: it can be tried again.
      if (!isTaken) this.occasion.set({ ...about, message: { ...about.message, body, mentions: [...mentions] } });
      return;
    }
    await this.list.toEnd();
    const replyTo = about ? { replyTo: quoteOf(about.message) } : {};
    await this.thread.send(body, { mentions: [...mentions], attachments: [...attachments], ...replyTo });
  }

  protected editLast(): void {
    const mine = this.thread
      .newest()
      .stored.findLast(({ author, deletedAt }) => author.userId === this.thread.myId() && !deletedAt);
    if (mine) this.occasion.set({ kind: 'edit', message: mine });
  }

  protected async delete(message: StoredMessage): Promise<void> {
    if (await asksToDelete(this.#dialog, this.#injector, this.#isOnStage)) await this.actions.delete(message);
  }

  protected showEdits({ id }: StoredMessage): void {
    showEdits(this.#dialog, this.#injector, { ...this.thread.place, messageId: id }, this.#isOnStage);
  }

  /** In a meeting, where everything is dark. */
  get #isOnStage(): boolean {
    return this.rowsBox().nativeElement.closest('.stage-world') !== null;
  }

  protected reach(id: string): void {
    this.#reached.set(id);
  }
}

function quoteOf(message: StoredMessage): NonNullable<StoredMessage['replyTo']> {
  const { id, author } = message;
  return { messageId: id, author, excerpt: wordsOf(message).slice(0, 200), isDeleted: false };
}
