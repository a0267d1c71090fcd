import { ChangeDetectionStrategy, Component } from '@angular/core';

/** Parley's mark and name. */
@Component({
  selector: 'parley-mark',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <svg viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <rect width="48" height="48" rx="12" class="ground" />
      <path class="ink" d="M12 15a5 5 0 0 1 5-5h9a5 5 0 0 1 5 5v6a5 5 0 0 1-5 5h-6.5L14 31v-5.600A5 5 0 0 1 12 21z" />
      <path
        class="ink second"
        d="M34 18.200A5 5 0 0 1 37 23v5a5 5 0 0 1-3 4.600V38l-5.600-5H24a5 5 0 0 1-4.500-3H27a7 7 0 0 0 7-7z"
      />
    </svg>
    <span>Parley</span>
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 0.625rem;
      font: var(--section);
    }
    svg {
      inline-size: 2rem;
      block-size: 2rem;
    }
    .ground {
      fill: var(--accent);
    }
    .ink {
      fill: var(--on-colour);
    }
    .second {
      fill-opacity: 0.62;
    }
  `,
})
export class Mark {}
