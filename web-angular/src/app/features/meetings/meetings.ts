import { ChangeDetectionStrategy, Component, inject, LOCALE_ID, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { Notice } from '../../ui/notice';
import { RelativeTime } from '../../ui/relative-time';
import { Toaster } from '../../ui/toaster';
import { MeetingHistory } from './meeting-history';
import { canBeJoined, stateWords } from './meeting-words';

/** Meetings: those one holds or was in, with a way into what can be joined and to what is known of each. */
@Component({
  selector: 'parley-meetings',
  imports: [RouterLink, Icon, LoadFailure, Notice, RelativeTime],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './meetings.html',
  styleUrl: './meetings.css',
})
export class Meetings {
  readonly #toaster = inject(Toaster);
  readonly #locale = inject(LOCALE_ID);
  protected readonly history = inject(MeetingHistory);
  protected readonly icons = icons;
  protected readonly canBeJoined = canBeJoined;
  protected readonly stateWords = stateWords;
  protected readonly isLoadingMore = signal(false);

  constructor() {
    void this.history.load();
  }

  /** The day and time a scheduled meeting begins. */
  protected when(startsAt: string): string {
    return new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
      new Date(startsAt),
    );
  }

  protected async more(): Promise<void> {
    if (this.isLoadingMore()) return;
    this.isLoadingMore.set(true);
    if (!(await this.history.more()))
      this.#toaster.show($localize`:@@moreFailed:More could not be loaded. Try again in a moment.`);
    this.isLoadingMore.set(false);
  }
}
