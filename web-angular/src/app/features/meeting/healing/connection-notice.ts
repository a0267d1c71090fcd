import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { stageIcons } from '../stage-icons';
import { ConnectionHerald } from './connection-herald';

/** Says that the connection is interrupted, why, and what is being done. Seen only: the herald speaks, and once. */
@Component({
  selector: 'parley-connection-notice',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { '[hidden]': '!words()' },
  template: `
    @if (words(); as words) {
      <parley-icon [path]="words.isGraphOnly ? icons.cloudOff : icons.wifiOff" />
      <p>
        <strong>{{ words.heading }}</strong>
        @if (words.reason) {
          <span>{{ words.reason }}</span>
        }
      </p>
    }
  `,
  styles: `
    :host {
      display: flex;
      align-items: center;
      gap: 0.75rem;
      min-block-size: 2.75rem;
      padding: 0.375rem 1rem;
      border-radius: var(--radius-large);
      background: var(--surface);
      box-shadow: var(--elevation-2);
      font: var(--meta);
    }
    :host([hidden]) {
      display: none;
    }
    parley-icon {
      flex: none;
      color: var(--warning);
    }
    p {
      display: grid;
    }
  `,
})
export class ConnectionNotice {
  readonly #herald = inject(ConnectionHerald);
  protected readonly icons = { ...icons, ...stageIcons };
  protected readonly words = computed(() => this.#herald.words());
}
