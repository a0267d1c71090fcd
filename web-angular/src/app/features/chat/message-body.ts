import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { partsOf, withMentions } from './body-parts';

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
      @case ('mention') {
        <span class="mention" [class.me]="part.userId === myId()"
          ><bdi>{{ part.text }}</bdi></span
        >
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
    .mention {
      font-weight: 600;
      color: var(--accent);
    }
    .mention.me {
      padding: 0 0.25rem;
      border: 1px solid var(--accent);
      border-radius: 0.25rem;
      color: var(--text);
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
  readonly mentions = input<readonly { readonly userId: string; readonly displayName: string }[]>([]);
  readonly myId = input('');
  protected readonly parts = computed(() => withMentions(partsOf(this.body()), this.mentions()));
}
