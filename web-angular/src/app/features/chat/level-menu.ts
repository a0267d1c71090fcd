import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import {
  NotificationLevel,
  NotificationLevelDocument,
  SetNotificationLevelDocument,
} from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { Icon } from '../../ui/icon';
import { Toaster } from '../../ui/toaster';
import { ConversationBook } from './conversation-book';
import { chatIcons } from './chat-icons';

/** Of what in a conversation one is told: a bell, with a choice of three behind it. */
@Component({
  selector: 'parley-level-menu',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <span class="icon-button">
      <parley-icon [path]="level() === 'NONE' ? icons.notificationsOff : icons.notifications" />
      <select
        #list
        i18n-aria-label="@@levelLabel"
        aria-label="Notifications of this conversation"
        [title]="words()"
        [disabled]="level() === undefined"
        (change)="choose(list)"
      >
        @for (choice of choices; track choice.level) {
          <option [value]="choice.level" [selected]="choice.level === level()">{{ choice.words }}</option>
        }
      </select>
    </span>
  `,
  styles: `
    span {
      position: relative;
    }
    /* The browser's own menu, behind the bell. */
    select {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      opacity: 0;
      cursor: pointer;
    }
    option {
      color: var(--text);
      background: var(--surface);
    }
    span:has(:focus-visible) {
      outline: 2px solid var(--accent);
      outline-offset: 2px;
    }
  `,
})
export class LevelMenu {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  readonly #book = inject(ConversationBook);
  readonly conversationId = input.required<string>();
  protected readonly icons = chatIcons;
  protected readonly level = signal<NotificationLevel | undefined>(undefined);
  protected readonly choices: readonly { readonly level: NotificationLevel; readonly words: string }[] = [
    { level: 'ALL', words: $localize`:@@levelAll:Every message` },
    { level: 'MENTIONS', words: $localize`:@@levelMentions:Only mentions of me` },
    { level: 'NONE', words: $localize`:@@levelNone:Nothing` },
  ];
  protected readonly words = computed(() => this.choices.find(({ level }) => level === this.level())?.words ?? '');

  constructor() {
    effect(() => {
      const id = this.conversationId();
      untracked(() => void this.#load(id));
    });
  }

  protected async choose(list: HTMLSelectElement): Promise<void> {
    const [before, level] = [this.level(), list.value as NotificationLevel];
    this.level.set(level);
    const input = { conversationId: this.conversationId(), level };
    const answer = await this.#graph.ask(SetNotificationLevelDocument, { input }).catch(() => undefined);
    // What is unread counts by another rule from now on.
    if (answer?.setNotificationLevel.conversation) return void this.#book.load();
    this.level.set(before);
    list.value = before ?? '';
    this.#toaster.show($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
  }

  async #load(id: string): Promise<void> {
    this.level.set(undefined);
    const answer = await this.#graph.ask(NotificationLevelDocument, { id }).catch(() => undefined);
    if (id === this.conversationId()) this.level.set(answer?.conversation?.notificationLevel);
  }
}
