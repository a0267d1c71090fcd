import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Mark } from '../../ui/mark';

/** The frame of sign-in and sign-up: the mark, a heading and the form. */
@Component({
  selector: 'parley-door',
  imports: [Mark],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <main>
      <parley-mark />
      <div class="card">
        <header>
          <h1 dir="auto">{{ heading() }}</h1>
          @if (text(); as words) {
            <p class="muted">{{ words }}</p>
          }
        </header>
        <ng-content />
      </div>
    </main>
  `,
  styles: `
    :host {
      display: grid;
      min-block-size: 100%;
      place-items: center;
      padding: 1.5rem 1rem;
    }
    main {
      display: grid;
      gap: 1.5rem;
      justify-items: center;
      inline-size: min(26rem, 100%);
    }
    .card {
      display: grid;
      gap: 1.5rem;
      inline-size: 100%;
      padding: 2rem;
    }
    header {
      display: grid;
      gap: 0.5rem;
      overflow-wrap: anywhere;
    }
    @media (max-width: 599.98px) {
      :host {
        place-items: start center;
      }
      .card {
        padding: 1.25rem;
      }
    }
  `,
})
export class Door {
  readonly heading = input.required<string>();
  readonly text = input<string>();
}
