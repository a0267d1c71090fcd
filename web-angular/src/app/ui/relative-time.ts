import { ChangeDetectionStrategy, Component, computed, inject, input, LOCALE_ID } from '@angular/core';
import { Clock } from './clock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A moment: relative under a day, the date after that, and exact on hover and for screen readers. */
@Component({
  selector: 'parley-time',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '<time [attr.datetime]="at()" [title]="exact()">{{ words() }}</time>',
})
export class RelativeTime {
  readonly #locale = inject(LOCALE_ID);
  readonly #clock = inject(Clock);
  /** RFC 3339. */
  readonly at = input.required<string>();

  protected readonly exact = computed(() =>
    new Intl.DateTimeFormat(this.#locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(this.at())),
  );
  protected readonly words = computed(() => relative(Date.parse(this.at()), this.#clock.minute(), this.#locale));
}

/** How long ago, in a few words; the date from a day on. */
export function relative(then: number, now: number, locale: string): string {
  const ago = Math.max(0, now - then);
  if (ago < MINUTE) return $localize`:@@justNow:Just now`;
  const format = new Intl.RelativeTimeFormat(locale, { style: 'narrow' });
  if (ago < HOUR) return format.format(-Math.floor(ago / MINUTE), 'minute');
  if (ago < DAY) return format.format(-Math.floor(ago / HOUR), 'hour');
  const sameYear = new Date(then).getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(then);
}
