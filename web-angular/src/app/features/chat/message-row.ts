import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  inject,
  input,
  LOCALE_ID,
  output,
  signal,
  viewChild,
} from '@angular/core';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { MessageQuote } from './acts/message-quote';
import { MessageTools } from './acts/message-tools';
import { ReactionChips } from './acts/reaction-chips';
import { MessageFiles } from './attachments/message-files';
import { MessageBody } from './message-body';
import { StoredMessage } from './message-log';
import { LinkPreview } from './previews/link-preview';
import { noticeWords } from './notice-words';
import { Row } from './rows';
import { Unhurried } from './unhurried';

/** One message, with the heading, date line and unread line that stand above it. */
@Component({
  selector: 'parley-message-row',
  imports: [Avatar, Icon, LinkPreview, MessageBody, MessageFiles, MessageQuote, MessageTools, ReactionChips],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './message-row.html',
  styleUrl: './message-row.css',
})
export class MessageRow {
  readonly #locale = inject(LOCALE_ID);
  readonly row = input.required<Row>();
  readonly myId = input('');
  /** Its place among all messages. */
  readonly place = input<number>();
  /** How many messages there are; -1 where not all of them are loaded. */
  readonly count = input<number>();
  /** Whether one may answer and react here. */
  readonly mayAct = input(false);
  /** Whether Tab comes by its buttons. */
  readonly isReached = input(false);
  /** Whether one was just led to it. */
  readonly isFound = input(false);
  readonly react = output<{ message: StoredMessage; emoji: string }>();
  readonly reply = output<StoredMessage>();
  readonly edit = output<StoredMessage>();
  readonly delete = output<StoredMessage>();
  /** Show where it leads no more. */
  readonly unpreview = output<StoredMessage>();
  /** Show what it said before. */
  readonly history = output<StoredMessage>();
  /** Lead to the message it answers, by id. */
  readonly go = output<string>();
  /** Try again, by nonce. */
  readonly resend = output<string>();
  /** Give up, by nonce. */
  readonly discard = output<string>();

  readonly #me = inject(Session).me;

  protected readonly icons = icons;
  /** Its buttons are most of the work of drawing it, and nobody needs them while it passes by. */
  protected readonly isEquipped = signal(false);
  private readonly tools = viewChild(MessageTools);
  protected readonly callsMe = computed(
    () => !this.row().isMine && this.row().mentions.some(({ userId }) => userId === this.myId()),
  );
  protected readonly told = computed(() => {
    const { notice, body } = this.row();
    return notice ? (noticeWords(notice, this.#me()?.id) ?? body) : body;
  });
  protected readonly time = computed(() => this.#format({ timeStyle: 'short' }));
  protected readonly exact = computed(() => this.#format({ dateStyle: 'full', timeStyle: 'medium' }));
  protected readonly day = computed(() => {
    const days = Math.round((midnight(new Date()) - midnight(new Date(this.row().at))) / 86_400_000);
    if (days === 0) return $localize`:@@today:Today`;
    if (days === 1) return $localize`:@@yesterday:Yesterday`;
    return this.#format({ weekday: 'long', day: 'numeric', month: 'long' });
  });

  constructor() {
    inject(DestroyRef).onDestroy(inject(Unhurried).add(() => this.isEquipped.set(true)));
  }

  protected exactly(at: string): string {
    return this.#format({ dateStyle: 'full', timeStyle: 'medium' }, at);
  }

  /** On the day of the message the time, later the date as well. */
  protected editedWords(at: string): string {
    const isSameDay = new Date(at).toDateString() === new Date(this.row().at).toDateString();
    const when = this.#format({ ...(isSameDay ? {} : { dateStyle: 'medium' }), timeStyle: 'short' }, at);
    return $localize`:@@editedAt:Edited ${when}:time:`;
  }

  /** Where nothing can hover, a tap on a message opens what can be done with it; on what is within, it does what that does. */
  protected tapped(event: MouseEvent): void {
    const isOnSomething = (event.target as Element).closest('a, button, [role=menu]') !== null;
    if (isOnSomething || !matchMedia('(hover: none)').matches || getSelection()?.toString()) return;
    this.tools()?.open();
  }

  #format(options: Intl.DateTimeFormatOptions, at = this.row().at): string {
    return formatOf(this.#locale, options).format(new Date(at));
  }
}

/** Making one takes longer than all else about a row, and there are but a few. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
