import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { FindPeopleDocument, FindPeopleQuery } from '../../graph/generated/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { debounced } from '../../ui/debounced';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { TextField } from '../../ui/text-field';
import { ContactBook } from '../contacts/contact-book';
import { ConversationBook } from './conversation-book';

type Person = FindPeopleQuery['searchUsers']['nodes'][number];

/** Starting a conversation: pick one person, or several and a title. */
@Component({
  selector: 'parley-new-chat',
  imports: [RouterLink, Avatar, Icon, LoadFailure, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './new-chat.html',
  styleUrl: './new-chat.css',
})
export class NewChat {
  readonly #graph = inject(Graph);
  readonly #book = inject(ConversationBook);
  readonly #contacts = inject(ContactBook);
  readonly #router = inject(Router);
  readonly #me = inject(Session).me;

  protected readonly icons = icons;
  protected readonly query = signal('');
  protected readonly title = signal('');
  protected readonly picked = signal<readonly Person[]>([]);
  protected readonly problem = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  readonly #asked = debounced(() => this.query().trim(), 200);

  protected readonly search = resource({
    params: () => this.#asked() || undefined,
    loader: async ({ params: query }) =>
      (await this.#graph.ask(FindPeopleDocument, { query, first: 20 })).searchUsers.nodes,
  });
  /** The last answer stays while the next one is on its way, so that the list does not blink. */
  readonly #found = linkedSignal<readonly Person[] | undefined, readonly Person[]>({
    source: () => (this.search.hasValue() ? this.search.value() : undefined),
    computation: (found, previous) => found ?? previous?.value ?? [],
  });
  protected readonly people = computed(() => {
    const picked = new Set(this.picked().map(({ id }) => id));
    const everybody: readonly Person[] = this.query().trim()
      ? this.#found()
      : this.#contacts.contacts().map(({ user }) => user);
    return everybody.filter(({ id }) => id !== this.#me()?.id && !picked.has(id));
  });
  protected readonly isGroup = computed(() => this.picked().length > 1);

  protected pick(person: Person): void {
    this.picked.update((picked) => [...picked, person]);
    this.query.set('');
  }

  protected drop(person: Person): void {
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
