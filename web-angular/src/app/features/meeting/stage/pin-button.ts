import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { Pins } from './pins';
import { viewIcons } from './view-icons';

/** Makes something large for me alone, or lets it go. */
@Component({
  selector: 'parley-pin-button',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      class="on-tile"
      type="button"
      [attr.aria-label]="words()"
      [attr.title]="words()"
      [class.stays]="isPinned()"
      (click)="pins.toggle(item())"
    >
      <parley-icon [path]="isPinned() ? icons.keepOff : icons.keep" />
    </button>
  `,
  styleUrl: './on-tile.css',
})
export class PinButton {
  protected readonly pins = inject(Pins);
  protected readonly icons = viewIcons;
  /** The stage's id of it. */
  readonly item = input.required<string>();
  /** Whose, or what. */
  readonly name = input.required<string>();
  protected readonly isPinned = computed(() => this.pins.has(this.item()));
  protected readonly words = computed(() =>
    this.isPinned() ? $localize`:@@unpin:Unpin ${this.name()}:name:` : $localize`:@@pin:Pin ${this.name()}:name:`,
  );
}
