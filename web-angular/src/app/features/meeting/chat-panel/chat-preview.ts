import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Panels } from '../panels';
import { MeetingChat } from './meeting-chat';

/** The last message in one line while the panel is closed. It is said aloud elsewhere, and the bar's button does the same. */
@Component({
  selector: 'parley-chat-preview',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { 'aria-hidden': 'true' },
  template: `
    @if (chat.preview(); as preview) {
      <button type="button" tabindex="-1" data-testid="chat-preview" (click)="panels.openChat()">
        <span class="one-line">
          <bdi class="name">{{ preview.name }}</bdi> <bdi>{{ preview.body }}</bdi>
        </span>
      </button>
    }
  `,
  styles: `
    button {
      display: block;
      inline-size: 100%;
      padding: 0.625rem 1rem;
      border: 0;
      border-radius: var(--radius-large);
      background: var(--surface);
      color: var(--text);
      box-shadow: var(--elevation-2);
      font: var(--meta);
      text-align: start;
      cursor: pointer;
    }
    .one-line {
      display: block;
    }
    .name {
      font-weight: 600;
    }
  `,
})
export class ChatPreview {
  protected readonly chat = inject(MeetingChat);
  protected readonly panels = inject(Panels);
}
