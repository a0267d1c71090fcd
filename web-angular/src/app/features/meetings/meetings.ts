import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
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
  imports: [RouterLink, LoadFailure, Notice, RelativeTime],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './meetings.html',
  styleUrl: './meetings.css',
})
export class Meetings {
  readonly #toaster = inject(Toaster);
  protected readonly history = inject(MeetingHistory);
  protected readonly icons = icons;
  protected readonly canBeJoined = canBeJoined;
  protected readonly stateWords = stateWords;
  protected readonly isLoadingMore = signal(false);

  constructor() {
    void this.history.load();
  }

  protected async more(): Promise<void> {
    if (this.isLoadingMore()) return;
    this.isLoadingMore.set(true);
    if (!(await this.history.more()))
      this.#toaster.show($localize`:@@moreFailed:More could not be loaded. Try again in a moment.`);
    this.isLoadingMore.set(false);
  }
}
