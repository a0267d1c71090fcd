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
import { chatIcons } from './chat-icons';
import { Drafts } from './drafts';

/** The most a message may hold, in bytes of UTF-8. */
const MOST_BYTES = 16_384;

/** Where one writes: grows to eight lines, Enter sends, Shift and Enter breaks the line, the draft survives. */
@Component({
  selector: 'parley-composer',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <form (submit)="$event.preventDefault(); submit()">
      <textarea
        #box
        class="input"
        rows="1"
        dir="auto"
        i18n-aria-label
        aria-label="Message"
        [placeholder]="placeholder()"
        [attr.aria-invalid]="isTooLong() || null"
        [attr.aria-describedby]="isTooLong() ? 'too-long' : null"
        [value]="text()"
        (input)="change(box.value)"
        (keydown)="key($event)"
      ></textarea>
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
  private readonly box = viewChild.required<ElementRef<HTMLTextAreaElement>>('box');
  /** Whose draft is kept here. */
  readonly conversationId = input.required<string>();
  readonly placeholder = input('');
  /** A message to send, trimmed and never empty. */
  readonly send = output<string>();

  protected readonly icons = chatIcons;
  protected readonly text = signal('');
  protected readonly isTooLong = computed(() => new TextEncoder().encode(this.text().trim()).length > MOST_BYTES);
  protected readonly canSend = computed(() => this.text().trim() !== '' && !this.isTooLong());

  constructor() {
    effect(() => {
      const draft = this.#drafts.of(this.conversationId());
      untracked(() => this.text.set(draft));
    });
  }

  /** Puts the caret here. */
  focus(): void {
    this.box().nativeElement.focus();
  }

  protected change(text: string): void {
    this.text.set(text);
    this.#drafts.keep(this.conversationId(), text);
  }

  protected key(event: KeyboardEvent): void {
    // While an input method composes, Enter chooses a candidate.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  protected submit(): void {
    if (!this.canSend()) return;
    const body = this.text().trim();
    this.change('');
    this.box().nativeElement.value = '';
    this.send.emit(body);
  }
}
