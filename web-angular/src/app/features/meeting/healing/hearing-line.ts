import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import type { Attendee } from '../attendees';
import { Connection } from './connection';
import { Hearing } from './hearing';
import { deafWords, heardWords } from './hearing-words';

/** Under a name in the list of people: whose connection is interrupted, who does not hear me, and by how many I am heard. */
@Component({
  selector: 'parley-hearing-line',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (words(); as line) {
      <span [class.trouble]="line.isTrouble">{{ line.words }}</span>
    }
  `,
  styles: `
    :host {
      display: block;
      font: var(--caption);
      line-height: 1rem;
      color: var(--muted);
    }
    .trouble {
      color: var(--warning);
    }
  `,
})
export class HearingLine {
  readonly #connection = inject(Connection, { optional: true });
  readonly #hearing = inject(Hearing, { optional: true });
  readonly person = input.required<Attendee>();

  protected readonly words = computed(() => {
    const { identity, id, isLocal } = this.person();
    if (isLocal) {
      const count = this.#hearing?.byHowMany();
      return count && { words: heardWords(count), isTrouble: this.#hearing?.isPartly() ?? false };
    }
    if (this.#connection?.watched()?.interrupted.has(identity))
      return { words: $localize`:@@theirConnectionInterrupted:Connection interrupted`, isTrouble: true };
    const why = id === undefined ? undefined : this.#hearing?.deaf().get(id);
    return why && { words: deafWords(why), isTrouble: true };
  });
}
