import { ChangeDetectionStrategy, Component, input, model } from '@angular/core';

/** A labelled tick, with a word on what it does. */
@Component({
  selector: 'parley-check-field',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label>
      <input type="checkbox" #box [checked]="value()" (change)="value.set(box.checked)" />
      <span>
        <span>{{ label() }}</span>
        <span class="meta">{{ hint() }}</span>
      </span>
    </label>
  `,
  styles: `
    label {
      display: flex;
      gap: 0.75rem;
      align-items: flex-start;
    }
    input {
      flex: none;
      inline-size: 1.25rem;
      block-size: 1.25rem;
      margin: 0.125rem 0 0;
      accent-color: var(--accent);
    }
    label > span {
      display: grid;
    }
  `,
})
export class CheckField {
  readonly label = input.required<string>();
  readonly hint = input.required<string>();
  readonly value = model(false);
}
