import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { partsOf } from './body-parts';

/** What somebody wrote, with links and code set apart. */
@Component({
  selector: 'parley-message-body',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { dir: 'auto' },
  template: `@for (part of parts(); track $index) {
    @switch (part.kind) {
      @case ('link') {
        <a [href]="part.text" target="_blank" rel="noopener noreferrer">{{ part.text }}</a>
      }
      @case ('code') {
        <code dir="ltr">{{ part.text }}</code>
      }
      @case ('block') {
        <pre dir="ltr"><code>{{ part.text }}</code></pre>
      }
      @default {
        <span>{{ part.text }}</span>
      }
    }
  }`,
  styles: `
    :host {
      display: block;
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    code {
      padding: 0.0625rem 0.25rem;
      border-radius: 0.25rem;
      background: var(--wash-strong);
      font: 0.8125rem/1.25rem var(--mono);
    }
    pre {
      margin: 0.25rem 0;
      padding: 0.625rem 0.75rem;
      overflow-x: auto;
      border-radius: var(--radius);
      background: var(--wash);
      white-space: pre;
    }
    pre code {
      padding: 0;
      background: none;
    }
  `,
})
export class MessageBody {
  readonly body = input.required<string>();
  protected readonly parts = computed(() => partsOf(this.body()));
}
