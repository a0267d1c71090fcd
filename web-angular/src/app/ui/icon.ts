import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** One Material Symbol, drawn inline and hidden from screen readers: the words beside it carry the meaning. */
@Component({
  selector: 'parley-icon',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'aria-hidden': 'true' },
  template: '<svg viewBox="0 -960 960 960" focusable="false"><path [attr.d]="path()" /></svg>',
  styles: `
    :host {
      display: inline-grid;
      flex: none;
      inline-size: var(--icon-size, 1.25rem);
      block-size: var(--icon-size, 1.25rem);
    }
    svg {
      inline-size: 100%;
      block-size: 100%;
      fill: currentColor;
    }
  `,
})
export class Icon {
  /** The outline in Material Symbols' box of 960 units, from `icons.ts` or `stage-icons.ts`. */
  readonly path = input.required<string>();
}
