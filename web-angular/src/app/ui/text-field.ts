import {
  ChangeDetectionStrategy,
  Component,
  ElementRef,
  computed,
  input,
  model,
  signal,
  viewChild,
} from '@angular/core';
import { Icon } from './icon';
import { icons } from './icons';

let count = 0;

/** A labelled input with its hint and its error, tied together for screen readers. Passwords can be shown. */
@Component({
  selector: 'parley-text-field',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="field">
      <label [attr.for]="id">{{ label() }}</label>
      <div class="box">
        <input
          #box
          class="input"
          dir="auto"
          [id]="id"
          [type]="isShown() ? 'text' : type()"
          [name]="name()"
          [attr.autocomplete]="autocomplete() || null"
          [attr.maxlength]="maxLength() || null"
          [attr.aria-invalid]="error() ? 'true' : null"
          [attr.aria-describedby]="described()"
          [attr.autocapitalize]="type() === 'text' ? null : 'none'"
          [attr.spellcheck]="type() === 'text' ? null : 'false'"
          [required]="required()"
          [value]="value()"
          (input)="value.set(box.value)"
        />
        @if (type() === 'password') {
          <button
            class="show"
            type="button"
            [attr.aria-pressed]="isShown()"
            [attr.aria-controls]="id"
            (click)="isShown.set(!isShown())"
            i18n
          >
            Show
          </button>
        }
      </div>
      @if (error(); as words) {
        <p class="field-error" [id]="id + '-error'">
          <parley-icon [path]="icons.error" /><span>{{ words }}</span>
        </p>
      } @else if (hint()) {
        <p class="meta" [id]="id + '-hint'">{{ hint() }}</p>
      }
    </div>
  `,
  styleUrl: './text-field.css',
})
export class TextField {
  readonly label = input.required<string>();
  readonly name = input.required<string>();
  readonly type = input<'text' | 'email' | 'password' | 'tel' | 'date' | 'time' | 'number'>('text');
  readonly autocomplete = input<string>();
  readonly hint = input<string>();
  readonly error = input<string | null | undefined>();
  readonly required = input(false);
  readonly maxLength = input<number>();
  readonly value = model('');

  protected readonly id = `field-${++count}`;
  protected readonly isShown = signal(false);
  protected readonly icons = icons;
  protected readonly described = computed(() =>
    this.error() ? `${this.id}-error` : this.hint() ? `${this.id}-hint` : null,
  );
  private readonly box = viewChild.required<ElementRef<HTMLInputElement>>('box');

  /** Puts the caret here. */
  focus(): void {
    this.box().nativeElement.focus();
  }
}
