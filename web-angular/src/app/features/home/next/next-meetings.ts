import { ChangeDetectionStrategy, Component, effect, inject, LOCALE_ID, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../../../ui/clock';
import { LoadFailure } from '../../../ui/load-failure';
import { whenWords } from '../../../ui/when';
import { NextBook } from './next-book';
import { NextMeeting } from './next-meetings-of';

/** What is next: scheduled meetings, with *Join* from ten minutes before. */
@Component({
  selector: 'parley-next-meetings',
  imports: [RouterLink, LoadFailure],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <section aria-labelledby="next">
      <div class="row title">
        <h2 id="next" i18n>Next meetings</h2>
        <a routerLink="/meetings" i18n>See all</a>
      </div>
      @switch (book.state()) {
        @case ('loading') {
          <div class="card skeleton ghost" aria-hidden="true"></div>
        }
        @case ('ready') {
          @if (book.meetings().length) {
            <ul class="card rows">
              @for (meeting of book.meetings(); track meeting.id) {
                <li data-testid="next-meeting">
                  <span class="words">
                    <a class="name one-line" dir="auto" [routerLink]="['/meetings', meeting.code]">{{
                      meeting.title
                    }}</a>
                    <span class="meta">{{ when(meeting) }}</span>
                    @if (meeting.hostName; as host) {
                      <span class="meta one-line" dir="auto">{{ host }}</span>
                    }
                  </span>
                  @if (meeting.canBeJoined) {
                    <a class="button small primary" [routerLink]="['/m', meeting.code]"
                      ><ng-container i18n>Join</ng-container><span class="unseen">: {{ meeting.title }}</span></a
                    >
                  }
                </li>
              }
            </ul>
          } @else {
            <p class="card nothing muted" i18n>
              Nothing is scheduled. What you schedule or are invited to stands here, with a way in when it begins.
            </p>
          }
        }
        @default {
          <div class="card"><parley-load-failure [isOffline]="book.state() === 'offline'" (retry)="book.load()" /></div>
        }
      }
    </section>
  `,
  styleUrl: './next-meetings.css',
})
export class NextMeetings {
  readonly #locale = inject(LOCALE_ID);
  protected readonly book = inject(NextBook);

  constructor() {
    // With every tick while home is open: one may have been invited, or a meeting moved.
    const clock = inject(Clock);
    effect(() => {
      clock.minute();
      untracked(() => void this.book.load());
    });
  }

  protected when({ startsAt, endsAt }: NextMeeting): string {
    return whenWords(startsAt, endsAt, this.#locale);
  }
}
