import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Icon } from '../../../ui/icon';
import { stageIcons } from '../stage-icons';
import { Connection } from './connection';
import { Hearing } from './hearing';
import { partlyHeard } from './hearing-words';

/** On somebody's tile: nothing comes from them any more, though my own connection is well. On mine: not everybody hears me. */
@Component({
  selector: 'parley-link-sign',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (heardBy(); as words) {
      <p class="sign">
        <parley-icon [path]="icons.volumeUp" /><span>{{ words }}</span>
      </p>
    }
    @if (isInterrupted()) {
      <p class="sign">
        <parley-icon [path]="icons.wifiOff" /><span i18n="@@theirConnectionInterrupted">Connection interrupted</span>
      </p>
    }
  `,
  styles: `
    .sign {
      display: flex;
      align-items: center;
      gap: 0.375rem;
      padding: 0.25rem 0.5rem;
      border-radius: 0.375rem;
      background: var(--plate);
      color: var(--warning);
      font: var(--meta);
      line-height: 1rem;
      --icon-size: 1rem;
    }
    :host(.small) .sign {
      padding: 0.125rem 0.375rem;
      font: var(--caption);
    }
  `,
})
export class LinkSign {
  readonly #connection = inject(Connection, { optional: true });
  protected readonly icons = stageIcons;
  readonly #hearing = inject(Hearing, { optional: true });
  readonly identity = input.required<string>();
  readonly isLocal = input(false);
  protected readonly heardBy = computed(() =>
    this.isLocal() && this.#hearing ? partlyHeard(this.#hearing) : undefined,
  );
  protected readonly isInterrupted = computed(
    () => this.#connection?.watched()?.interrupted.has(this.identity()) ?? false,
  );
}
