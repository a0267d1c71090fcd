import { booleanAttribute, ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Icon } from './icon';

/** Says what a view is for when it is empty, or what happened when it failed; the way on is its content. */
@Component({
  selector: 'parley-notice',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (icon(); as path) {
      <span class="mark"><parley-icon [path]="path" /></span>
    }
    @if (isPage()) {
      <h1>{{ heading() }}</h1>
    } @else {
      <h2>{{ heading() }}</h2>
    }
    @if (text(); as words) {
      <p class="muted">{{ words }}</p>
    }
    <div class="ways"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 0.5rem;
      max-inline-size: 26rem;
      margin: auto;
      padding: 2rem 1.5rem;
      text-align: center;
    }
    .mark {
      display: grid;
      place-items: center;
      inline-size: 3.5rem;
      block-size: 3.5rem;
      margin-block-end: 0.5rem;
      border-radius: var(--round);
      background: var(--wash);
      color: var(--muted);
      --icon-size: 1.75rem;
    }
    p {
      text-wrap: pretty;
    }
    h1 {
      font: var(--section);
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      justify-content: center;
      gap: 0.5rem;
      margin-block-start: 0.75rem;
    }
    .ways:empty {
      display: none;
    }
  `,
})
export class Notice {
  readonly heading = input.required<string>();
  readonly text = input<string>();
  readonly icon = input<string>();
  /** It is all there is on the page, and its heading the page’s. */
  readonly isPage = input(false, { transform: booleanAttribute });
}
