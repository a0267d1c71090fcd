import { ChangeDetectionStrategy, Component, computed, inject, input, LOCALE_ID, output } from '@angular/core';
import { Avatar } from '../../ui/avatar';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { MessageBody } from './message-body';
import { Row } from './rows';

/** One message, with the heading, date line and unread line that stand above it. */
@Component({
  selector: 'parley-message-row',
  imports: [Avatar, Icon, MessageBody],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './message-row.html',
  styleUrl: './message-row.css',
})
export class MessageRow {
  readonly #locale = inject(LOCALE_ID);
  readonly row = input.required<Row>();
  /** Try again, by nonce. */
  readonly resend = output<string>();
  /** Give up, by nonce. */
  readonly discard = output<string>();

  protected readonly icons = icons;
  protected readonly time = computed(() => this.#format({ timeStyle: 'short' }));
  protected readonly exact = computed(() => this.#format({ dateStyle: 'full', timeStyle: 'medium' }));
  protected readonly day = computed(() => {
    const days = Math.round((midnight(new Date()) - midnight(new Date(this.row().at))) / 86_400_000);
    if (days === 0) return $localize`:@@today:Today`;
    if (days === 1) return $localize`:@@yesterday:Yesterday`;
    return this.#format({ weekday: 'long', day: 'numeric', month: 'long' });
  });

  #format(options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.#locale, options).format(new Date(this.row().at));
  }
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}
