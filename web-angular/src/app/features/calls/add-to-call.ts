import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, resource, signal } from '@angular/core';
import { PeopleToAddDocument } from '../../graph/generated/calls/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { Avatar } from '../../ui/avatar';
import { debounced } from '../../ui/debounced';
import { Icon } from '../../ui/icon';
import { TextField } from '../../ui/text-field';
import { CallDesk } from './call-desk';
import { callIcons } from './call-icons';

const MOST_SHOWN = 6;

/** Rings more people into the call that one is in. */
@Component({
  selector: 'parley-add-to-call',
  imports: [Avatar, Icon, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <h2 id="add-title" i18n="@@addPeople">Add people</h2>
    <parley-text-field
      i18n-label="@@addPeopleLabel"
      label="Name"
      name="people-to-add"
      autocomplete="off"
      i18n-hint="@@addPeopleHint"
      hint="Their devices ring, as in any call."
      [(value)]="query"
    />
    @if (search.error()) {
      <p class="field-error" role="alert" i18n="@@addPeopleFailed">People could not be searched. Try again.</p>
    }
    <ul>
      @for (person of found(); track person.id) {
        <li>
          <parley-avatar [name]="person.displayName" [seed]="person.id" [url]="person.avatarUrl" [size]="32" />
          <span class="one-line" dir="auto">{{ person.displayName }}</span>
          @if (rung().has(person.id)) {
            <span class="meta" role="status" i18n="@@ringingNow">Ringing</span>
          } @else {
            <button class="button small" type="button" (click)="add(person.id)">
              <parley-icon [path]="icons.call" /><span i18n="@@callTitle">Call</span
              ><span class="unseen">: {{ person.displayName }}</span>
            </button>
          }
        </li>
      } @empty {
        @if (query().trim() && search.hasValue()) {
          <li class="muted" role="status" i18n="@@addNobody">Nobody by that name.</li>
        }
      }
    </ul>
    <div class="dialog-ways">
      <button class="button" type="button" (click)="dialog.close()" i18n="@@addPeopleDone">Done</button>
    </div>
  `,
  styles: `
    h2,
    ul {
      margin: 0;
    }
    ul {
      display: grid;
      gap: 0.5rem;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      min-block-size: 2.5rem;
    }
    .one-line {
      flex: 1;
    }
  `,
})
export class AddToCall {
  readonly #graph = inject(Graph);
  readonly #desk = inject(CallDesk);
  readonly #me = inject(Session).me;
  readonly #callId = inject<string>(DIALOG_DATA);
  protected readonly dialog = inject(DialogRef);
  protected readonly icons = callIcons;
  protected readonly query = signal('');
  protected readonly rung = signal<ReadonlySet<string>>(new Set());
  readonly #asked = debounced(() => this.query().trim(), 200);
  protected readonly search = resource({
    params: () => this.#asked() || undefined,
    loader: async ({ params: query }) =>
      (await this.#graph.ask(PeopleToAddDocument, { query, first: 20 })).searchUsers.nodes,
  });
  protected readonly found = computed(() =>
    this.search.hasValue()
      ? this.search
          .value()
          .filter(({ id }) => id !== this.#me()?.id)
          .slice(0, MOST_SHOWN)
      : [],
  );

  protected async add(userId: string): Promise<void> {
    if (await this.#desk.invite(this.#callId, [userId])) this.rung.update((rung) => new Set(rung).add(userId));
  }
}

/** Opens it over the stage. */
export function openAddToCall(dialog: Dialog, callId: string): void {
  dialog.open(AddToCall, { data: callId, ariaLabelledBy: 'add-title', panelClass: ['stage-world', 'dialog-pane'] });
}
