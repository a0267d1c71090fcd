import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';

/** What waits for a second word before it is done to somebody. */
export type Severing = 'remove' | 'block';

/** Asks once more, in the row itself: the button that does it, and the one that leaves everything as it is. */
@Component({
  selector: 'parley-second-word',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button class="button small danger" type="button" (click)="meant.emit()">{{ words() }}</button>
    <button class="button small" type="button" (click)="kept.emit()" i18n>Cancel</button>
  `,
  styles: `
    :host {
      display: contents;
    }
  `,
})
export class SecondWord {
  readonly about = input.required<Severing>();
  readonly meant = output();
  readonly kept = output();

  protected readonly words = computed(() =>
    this.about() === 'block' ? $localize`:@@block:Block` : $localize`:@@removeFromContacts:Remove from contacts`,
  );
}
