import { afterNextRender, ChangeDetectionStrategy, Component, inject, output, viewChild } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { LoadFailure } from '../../../ui/load-failure';
import { Thread } from '../../chat/thread';
import { ThreadView } from '../../chat/thread-view';
import { MeetingChat } from './meeting-chat';

/** What is written in the meeting: a panel at the end, on phones a sheet. Opening it is meant for writing. */
@Component({
  selector: 'parley-chat-panel',
  imports: [Icon, LoadFailure, ThreadView],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { role: 'complementary', 'aria-labelledby': 'chat-title', '(keydown.escape)': 'closed.emit()' },
  template: `
    <header>
      <h2 id="chat-title" i18n>Chat</h2>
      <button class="icon-button" type="button" i18n-aria-label aria-label="Close chat" (click)="closed.emit()">
        <parley-icon [path]="icons.close" />
      </button>
    </header>
    @if (thread.state() === 'failed' || thread.state() === 'offline') {
      <parley-load-failure [isOffline]="thread.state() === 'offline'" (retry)="thread.retry()" />
    } @else {
      <parley-thread-view
        [conversationId]="chat.conversationId()"
        [me]="chat.me()"
        [prompt]="prompt"
        [whyNotWrite]="chat.whyNotWrite()"
      >
        <p class="muted nothing" i18n>
          Nothing has been written yet. Everybody in this meeting reads what is written here, also who comes later.
        </p>
      </parley-thread-view>
    }
  `,
  styleUrl: './chat-panel.css',
})
export class ChatPanel {
  protected readonly thread = inject(Thread);
  protected readonly chat = inject(MeetingChat);
  protected readonly icons = icons;
  protected readonly prompt = $localize`:@@meetingPrompt:Message everybody`;
  private readonly view = viewChild(ThreadView);
  readonly closed = output<void>();

  constructor() {
    afterNextRender(() => this.view()?.focus());
  }
}
