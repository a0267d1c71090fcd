import { Dialog, DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, inject, Injector, LOCALE_ID, resource } from '@angular/core';
import { MessageEditsDocument } from '../../../graph/generated/acts/graphql';
import { Graph } from '../../../graph/graph';
import { LoadFailure } from '../../../ui/load-failure';
import { Thread } from '../thread';

/** Which message, and as whom one reads it. */
type Where = Thread['place'] & { readonly messageId: string };

interface MessageEdit {
  readonly body: string;
  readonly replacedAt: string;
}

/** What a message said before it was changed, the first words first. */
@Component({
  selector: 'parley-edits-dialog',
  imports: [LoadFailure],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <h2 id="edits-title" i18n="@@editsTitle">What it said before</h2>
    @if (edits.error()) {
      <parley-load-failure (retry)="edits.reload()" />
    } @else if (edits.hasValue()) {
      <ol>
        @for (edit of edits.value(); track $index) {
          <li>
            <time class="meta" [attr.datetime]="edit.replacedAt">{{ until(edit.replacedAt) }}</time>
            <p dir="auto">{{ edit.body }}</p>
          </li>
        } @empty {
          <li class="muted" i18n="@@editsGone">Its earlier words are gone.</li>
        }
      </ol>
    } @else {
      <p class="unseen" role="status" i18n>Loading</p>
      <span class="skeleton line" aria-hidden="true"></span>
    }
    <div class="dialog-ways">
      <button class="button" type="button" (click)="dialog.close()" i18n="@@editsClose">Close</button>
    </div>
  `,
  styles: `
    ol {
      display: grid;
      gap: 0.75rem;
      max-block-size: 50vh;
      margin: 0;
      padding: 0;
      overflow-y: auto;
      list-style: none;
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }
  `,
})
export class EditsDialog {
  readonly #graph = inject(Graph);
  readonly #locale = inject(LOCALE_ID);
  readonly #where = inject<Where>(DIALOG_DATA);
  protected readonly dialog = inject<DialogRef<void>>(DialogRef);
  protected readonly edits = resource({ loader: () => this.#load() });

  protected until(at: string): string {
    const when = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(at),
    );
    return $localize`:@@editsUntil:Until ${when}:time:`;
  }

  /** A page behind the other: few messages are changed a hundred times. */
  async #load(after: string | null = null): Promise<readonly MessageEdit[]> {
    const { conversation } = await this.#graph.ask(MessageEditsDocument, { ...this.#where, after });
    const page = conversation?.messagesAround?.nodes[0]?.edits;
    if (!page) return [];
    const { hasNextPage, endCursor } = page.pageInfo;
    return hasNextPage && endCursor ? [...page.nodes, ...(await this.#load(endCursor))] : page.nodes;
  }
}

/** Shows them; the focus is where it was when they are closed. */
export function showEdits(dialog: Dialog, injector: Injector, where: Where, isOnStage: boolean): void {
  dialog.open(EditsDialog, {
    injector,
    data: where,
    ariaLabelledBy: 'edits-title',
    autoFocus: 'dialog',
    panelClass: isOnStage ? ['stage-world', 'dialog-pane'] : 'dialog-pane',
  });
}
