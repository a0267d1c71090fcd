import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { CheckField } from '../../ui/check-field';

/** Hours without pushes, as they are set; null: none. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}
const NIGHT: QuietHours = { from: '22:00', to: '07:00' };

/** From when to when nothing is pushed. */
@Component({
  selector: 'parley-quiet-hours',
  imports: [CheckField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <parley-check-field
      i18n-label="@@quietHours"
      label="Quiet hours"
      [hint]="hint"
      [value]="hours() !== null"
      (valueChange)="wanted.emit($event ? night : null)"
    />
    @if (hours(); as hours) {
      <div class="times">
        <label>
          <span i18n="@@quietFrom">From</span>
          <input
            #from
            class="input"
            type="time"
            required
            [value]="hours.from"
            (change)="from.value && wanted.emit({ from: from.value, to: hours.to })"
          />
        </label>
        <label>
          <span i18n="@@quietTo">Until</span>
          <input
            #to
            class="input"
            type="time"
            required
            [value]="hours.to"
            (change)="to.value && wanted.emit({ from: hours.from, to: to.value })"
          />
        </label>
      </div>
      <p class="meta" dir="auto">{{ timeZone() }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      gap: 0.75rem;
    }
    .times {
      display: flex;
      flex-wrap: wrap;
      gap: 1rem;
    }
    label {
      display: grid;
      gap: 0.25rem;
    }
    p {
      margin: 0;
    }
    @media (min-width: 600px) {
      .times,
      p {
        margin-inline-start: 2rem;
      }
    }
  `,
})
export class QuietHoursChoice {
  readonly hours = input.required<QuietHours | null>();
  readonly timeZone = input.required<string>();
  readonly wanted = output<QuietHours | null>();
  protected readonly night = NIGHT;
  protected readonly hint = $localize`:@@quietHoursHint:Nothing is pushed then, calls included, and none of them is heard. It waits for you here.`;
}
