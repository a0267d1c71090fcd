import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { Avatar } from '../../../ui/avatar';
import { LobbyBook } from './lobby-book';

/** Who waits, with what a host can do about it; nothing where nobody waits. */
@Component({
  selector: 'parley-waiting-list',
  imports: [Avatar],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @let waiters = book.waiters();
    @if (waiters.length) {
      <section aria-labelledby="waiting-title">
        <header>
          <h3 id="waiting-title">
            <span i18n>Waiting</span> <span class="muted">{{ waiters.length }}</span>
          </h3>
          @if (waiters.length > 1) {
            <button class="button small" type="button" (click)="book.admitAll()" i18n>Let all in</button>
          }
        </header>
        <ul>
          @for (one of waiters; track one.lobbyId) {
            <li data-testid="waiting" [attr.aria-busy]="book.busy().has(one.lobbyId)">
              <parley-avatar [name]="one.displayName" [seed]="one.lobbyId" [size]="32" />
              <span class="words">
                <span class="one-line" dir="auto" [id]="one.lobbyId">{{ one.displayName }}</span>
                @if (one.isGuest) {
                  <span class="meta" i18n>Guest</span>
                }
              </span>
              <button
                class="button small quiet"
                type="button"
                [attr.aria-describedby]="one.lobbyId"
                (click)="book.refuse([one.lobbyId])"
                i18n
              >
                Refuse
              </button>
              <button
                class="button small primary"
                type="button"
                [attr.aria-describedby]="one.lobbyId"
                (click)="book.admit([one.lobbyId])"
                i18n
              >
                Let in
              </button>
            </li>
          }
        </ul>
      </section>
    }
  `,
  styleUrl: './waiting-list.css',
})
export class WaitingList {
  protected readonly book = inject(LobbyBook);
}
