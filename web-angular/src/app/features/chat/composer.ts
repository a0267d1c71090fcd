import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Icon } from '../../ui/icon';
import { AttachmentTray } from './attachments/attachment-tray';
import { shownOf } from './attachments/upload';
import { Uploads } from './attachments/uploads';
import { chatIcons } from './chat-icons';
import { ComposerOccasion } from './composer-occasion';
import { Drafts } from './drafts';
import { Callable, MemberBook } from './mentions/member-book';
import { MentionBox } from './mentions/mention-box';
import { MentionList } from './mentions/mention-list';
import { Occasion, Written } from './occasion';

/** The most a message may hold, in bytes of UTF-8. */
const MOST_BYTES = 16_384;

/** Where one writes: grows to eight lines, Enter sends, Shift and Enter breaks the line, the draft survives. */
@Component({
  selector: 'parley-composer',
  imports: [AttachmentTray, ComposerOccasion, Icon, MentionList],
  providers: [MemberBook, MentionBox],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (occasion(); as about) {
      <parley-composer-occasion [occasion]="about" (cancelled)="cancelled.emit()" />
    }
    @if (mayAttach()) {
      <parley-attachment-tray [conversationId]="conversationId()" />
    }
    <form [class.may-attach]="mayAttach()" (submit)="$event.preventDefault(); submit()">
      @if (mentions.isOpen()) {
        <parley-mention-list [offers]="mentions.offers()" [active]="mentions.active()" (choose)="mention($event)" />
      }
      <textarea
        #box
        class="input"
        rows="1"
        dir="auto"
        i18n-aria-label
        aria-label="Message"
        [placeholder]="placeholder()"
        [attr.aria-invalid]="isTooLong() || null"
        [attr.aria-describedby]="isTooLong() ? 'too-long' : occasion() ? 'composer-occasion' : null"
        aria-autocomplete="list"
        [attr.aria-controls]="mentions.isOpen() ? 'mention-list' : null"
        [attr.aria-activedescendant]="mentions.isOpen() ? 'mention-' + mentions.active() : null"
        [value]="text()"
        (input)="change(box.value)"
        (keydown)="key($event)"
        (click)="mentions.follow(box.value, box.selectionStart)"
        (blur)="mentions.dismiss()"
        (paste)="paste($event)"
      ></textarea>
      @if (mayAttach()) {
        <button
          class="icon-button attach"
          type="button"
          i18n-aria-label="@@attachFiles"
          aria-label="Attach files"
          i18n-title="@@attachFiles"
          title="Attach files"
          (click)="picker.click()"
        >
          <parley-icon [path]="icons.attachFile" />
        </button>
        <input
          #picker
          hidden
          type="file"
          multiple
          data-testid="file-picker"
          (change)="attach.emit(filesOf(picker.files)); picker.value = ''"
        />
      }
      <button
        class="icon-button send"
        type="submit"
        i18n-aria-label
        aria-label="Send"
        [attr.aria-disabled]="!canSend()"
      >
        <parley-icon class="directional" [path]="icons.send" />
      </button>
    </form>
    @if (isTooLong()) {
      <p class="field-error" id="too-long" role="status" i18n>
        This is too long for one message. Shorten it, or send it in parts.
      </p>
    }
  `,
  styleUrl: './composer.css',
})
export class Composer {
  readonly #drafts = inject(Drafts);
  readonly #uploads = inject(Uploads);
  #isEditing = false;
  private readonly box = viewChild.required<ElementRef<HTMLTextAreaElement>>('box');
  /** Whose draft is kept here. */
  readonly conversationId = input.required<string>();
  readonly placeholder = input('');
  /** Which message one answers or changes, if any. */
  readonly occasion = input<Occasion>();
  /** What to send, trimmed: words, files, or both. */
  readonly send = output<Written>();
  /** Whether files can go with the message. */
  readonly mayAttach = input(false);
  /** Files that were chosen or pasted. */
  readonly attach = output<readonly File[]>();
  /** One would rather write a message of its own. */
  readonly cancelled = output<void>();
  /** One wants to change the last one of one's own. */
  readonly editLast = output<void>();

  protected readonly icons = chatIcons;
  protected readonly mentions = inject(MentionBox);
  protected readonly text = signal('');
  protected readonly isTooLong = computed(() => new TextEncoder().encode(this.text().trim()).length > MOST_BYTES);
  readonly #files = computed(() => (this.mayAttach() ? this.#uploads.of(this.conversationId()) : []));
  protected readonly isComing = computed(() => this.#files().some(({ state }) => state === 'sending'));
  readonly #hasFiles = computed(() => {
    const about = this.occasion();
    if (about?.kind === 'edit') return about.message.attachments.length > 0;
    return this.#files().some(({ state }) => state === 'ready');
  });
  protected readonly canSend = computed(
    () => (this.text().trim() !== '' || this.#hasFiles()) && !this.isTooLong() && !this.isComing(),
  );

  constructor() {
    effect(() => {
      const draft = this.#drafts.of(this.conversationId());
      const about = this.occasion();
      untracked(() => {
        const isEditing = about?.kind === 'edit';
        if (isEditing) this.#begin(about.message.body, about.message.mentions);
        else if (this.#isEditing || this.text() !== draft) this.#begin(draft);
        this.#isEditing = isEditing;
        if (about) this.focus();
      });
    });
  }

  /** Puts the caret here. */
  focus(): void {
    this.box().nativeElement.focus();
  }

  protected change(text: string): void {
    this.text.set(text);
    // What is being changed is no draft of a message.
    if (!this.#isEditing) this.#drafts.keep(this.conversationId(), text);
    this.mentions.follow(text, this.box().nativeElement.selectionStart);
  }

  protected key(event: KeyboardEvent): void {
    // While an input method composes, Enter chooses a candidate.
    if (event.isComposing) return;
    if (this.mentions.isOpen() && this.#keyOfList(event)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === 'Escape' && this.occasion()) {
      event.stopPropagation();
      this.cancelled.emit();
    } else if (event.key === 'ArrowUp' && this.text() === '' && !this.occasion()) {
      event.preventDefault();
      this.editLast.emit();
    }
  }

  /** Pictures and files from the clipboard; words are pasted as always. */
  protected paste(event: ClipboardEvent): void {
    const files = this.filesOf(event.clipboardData?.files);
    // A piece of a document brings its picture along: its words are what one meant.
    if (!this.mayAttach() || files.length === 0 || event.clipboardData?.types.includes('text/plain')) return;
    event.preventDefault();
    this.attach.emit(files);
  }

  protected filesOf(list: FileList | null | undefined): readonly File[] {
    return [...(list ?? [])];
  }

  protected mention(one?: Callable): void {
    const box = this.box().nativeElement;
    const taken = this.mentions.take(box.value, box.selectionStart, one);
    if (!taken) return;
    box.value = taken.text;
    box.setSelectionRange(taken.caret, taken.caret);
    this.change(taken.text);
  }

  protected submit(): void {
    if (!this.canSend()) return;
    const body = this.text().trim();
    const mentions = this.mentions.calledIn(body);
    const attachments = this.mayAttach() ? this.#uploads.take(this.conversationId()).map(shownOf) : [];
    this.mentions.begin();
    if (!this.#isEditing) {
      this.change('');
      this.box().nativeElement.value = '';
    }
    this.send.emit({ body, mentions, attachments });
  }

  #keyOfList(event: KeyboardEvent): boolean {
    if (event.key === 'ArrowDown') this.mentions.step(1);
    else if (event.key === 'ArrowUp') this.mentions.step(-1);
    else if (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey)) this.mention();
    else if (event.key === 'Escape') {
      event.stopPropagation();
      this.mentions.dismiss();
    } else return false;
    return true;
  }

  #begin(text: string, mentions: Written['mentions'] = []): void {
    this.text.set(text);
    this.mentions.begin(mentions);
  }
}
