import { ChangeDetectionStrategy, Component, ElementRef, computed, input, model, viewChild } from '@angular/core';
import { Icon } from './icon';
import { icons } from './icons';

/** One thing to choose. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

let count = 0;

/** A labelled choice of one among several, with its hint and its error, tied together for screen readers. */
@Component({
  selector: 'parley-select-field',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="field">
      <label [attr.for]="id">{{ label() }}</label>
      <select
        #box
        class="input"
        [id]="id"
        [name]="name()"
        [attr.aria-invalid]="error() ? 'true' : null"
        [attr.aria-describedby]="described()"
        (change)="value.set(box.value)"
      >
        @for (choice of choices(); track choice.value) {
          <option [value]="choice.value" [selected]="choice.value === value()">{{ choice.label }}</option>
        }
      </select>
      @if (error(); as words) {
        <p class="field-error" [id]="id + '-error'">
          <parley-icon [path]="icons.error" /><span>{{ words }}</span>
        </p>
      } @else if (hint()) {
        <p class="meta" [id]="id + '-hint'">{{ hint() }}</p>
      }
    </div>
  `,
  styles: `
    select {
      appearance: auto;
      text-overflow: ellipsis;
    }
    .field-error parley-icon {
      --icon-size: 1rem;
      margin-block-start: 0.125rem;
    }
  `,
})
export class SelectField {
  readonly label = input.required<string>();
  readonly name = input.required<string>();
  readonly choices = input.required<readonly Choice[]>();
  readonly hint = input<string>();
  readonly error = input<string | null | undefined>();
  readonly value = model('');

  protected readonly id = `select-${++count}`;
  protected readonly icons = icons;
  protected readonly described = computed(() =>
    this.error() ? `${this.id}-error` : this.hint() ? `${this.id}-hint` : null,
  );
  private readonly box = viewChild.required<ElementRef<HTMLSelectElement>>('box');

  focus(): void {
    this.box().nativeElement.focus();
  }
}
