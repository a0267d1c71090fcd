import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { TextField } from '../../ui/text-field';
import { ConversationBook } from './conversation-book';
import { Found, PeopleFinder } from './people-finder';

/** Starting a conversation: pick one person, or several and a title. */
@Component({
  selector: 'parley-new-chat',
  imports: [RouterLink, Avatar, Icon, LoadFailure, TextField],
  providers: [PeopleFinder],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './new-chat.html',
  styleUrl: './new-chat.css',
})
export class NewChat {
  readonly #book = inject(ConversationBook);
  readonly #router = inject(Router);
  readonly #me = inject(Session).me;

  protected readonly icons = icons;
  protected readonly title = signal('');
  protected readonly picked = signal<readonly Found[]>([]);
  protected readonly problem = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly finder = inject(PeopleFinder);
  protected readonly people = computed(() => {
    const picked = new Set(this.picked().map(({ id }) => id));
    return this.finder.people().filter(({ id }) => id !== this.#me()?.id && !picked.has(id));
  });
  protected readonly isGroup = computed(() => this.picked().length > 1);

  protected pick(person: Found): void {
    this.picked.update((picked) => [...picked, person]);
    this.finder.query.set('');
  }

  protected drop(person: Found): void {
    this.picked.update((picked) => picked.filter(({ id }) => id !== person.id));
  }

  protected async start(event: Event): Promise<void> {
    event.preventDefault();
    if (!this.picked().length || this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const title = (this.isGroup() && this.title().trim()) || undefined;
      const { conversation, refusal } = await this.#book.start(
        this.picked().map(({ id }) => id),
        title,
      );
      if (conversation) await this.#router.navigate(['/chats', conversation.id], { replaceUrl: true });
      else this.problem.set(refusal);
    } catch {
      this.problem.set($localize`:@@startFailed:The conversation could not be started. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }
}
