import { Dialog, DialogRef } from '@angular/cdk/dialog';
import { ChangeDetectionStrategy, Component, computed, inject, Injector, signal } from '@angular/core';
import { MeetingStore } from '../meeting-store';
import { Moderator } from './moderator';

/** The last host leaves: somebody else takes over, it ends, or it goes on without one. */
@Component({
  selector: 'parley-leave-dialog',
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'dialog' },
  template: `
    <h2 id="leave-title" i18n>You are the only host</h2>
    @if (heirs().length) {
      <div class="field">
        <label for="heir" i18n>Who takes over?</label>
        <select class="input" id="heir" #pick (change)="picked.set(pick.value)">
          @for (person of heirs(); track person.id) {
            <option [value]="person.id" [selected]="person.id === heir()?.id">{{ person.name }}</option>
          }
        </select>
      </div>
    } @else {
      <p class="muted" i18n>The others here are guests. Hosts need an account.</p>
    }
    <div class="dialog-ways stacked">
      @if (heir(); as person) {
        <button class="button primary" type="button" [attr.aria-disabled]="isBusy()" (click)="handOver()">
          <span i18n
            >Make <bdi>{{ person.name }}</bdi> host and leave</span
          >
        </button>
      }
      <button class="button danger" type="button" [attr.aria-disabled]="isBusy()" (click)="end()" i18n>
        End for everyone
      </button>
      <button class="button" type="button" (click)="leave()" i18n>Leave anyway</button>
      <button class="button quiet" type="button" (click)="dialog.close()" i18n>Stay</button>
    </div>
  `,
})
export class LeaveDialog {
  readonly #store = inject(MeetingStore);
  readonly #moderator = inject(Moderator);
  protected readonly dialog = inject(DialogRef);
  protected readonly picked = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  /** Those who can be host: with an account, and known to the graph. */
  protected readonly heirs = computed(() =>
    this.#store.attendees().filter(({ id, isLocal, isGuest }) => id !== undefined && !isLocal && !isGuest),
  );
  protected readonly heir = computed(() => {
    const heirs = this.heirs();
    return heirs.find(({ id }) => id === this.picked()) ?? heirs.find(({ role }) => role === 'CO_HOST') ?? heirs[0];
  });

  protected async handOver(): Promise<void> {
    const heir = this.heir();
    if (!heir || this.isBusy()) return;
    this.isBusy.set(true);
    if (await this.#moderator.setRole(heir, 'HOST')) await this.leave();
    this.isBusy.set(false);
  }

  protected async end(): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    if (await this.#moderator.endForAll()) this.dialog.close();
    this.isBusy.set(false);
  }

  protected async leave(): Promise<void> {
    this.dialog.close();
    await this.#store.leave();
  }
}

/** Leaves, after asking where the last host would leave others behind. */
export async function leaveOrAsk(store: MeetingStore, dialog: Dialog, injector: Injector): Promise<void> {
  const others = store.attendees().filter(({ isLocal }) => !isLocal);
  const isLastHost = store.myRole() === 'HOST' && !others.some(({ role }) => role === 'HOST');
  // A call has nobody who must stay: whoever is left alone is out too.
  if (!isLastHost || others.length === 0 || store.meeting()?.call) return store.leave();
  dialog.open(LeaveDialog, {
    injector,
    ariaLabelledBy: 'leave-title',
    // Nothing that cannot be undone is one press of a key away.
    autoFocus: 'dialog',
    panelClass: ['stage-world', 'dialog-pane'],
  });
}
