import { ChangeDetectionStrategy, Component, effect, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  MyAddressDocument,
  MyAddressQuery,
  MyNotificationPreferencesDocument,
  PreferencePartsFragment,
  SetNotificationPreferencesDocument,
  SetNotificationPreferencesInput,
} from '../../graph/generated/notifications/graphql';
import { Graph } from '../../graph/graph';
import { Loading } from '../../graph/loading';
import { CheckField } from '../../ui/check-field';
import { LoadFailure } from '../../ui/load-failure';
import { Toaster } from '../../ui/toaster';
import { soundsHere, toastsHere } from './here';
import { MailChoice } from './mail-choice';
import { PushSwitch } from './push-switch';
import { QuietHours, QuietHoursChoice } from './quiet-hours';

/** What one wants to be told: in this browser, on every device, by email. Each change is saved at once. */
@Component({
  selector: 'parley-notifications-page',
  imports: [CheckField, LoadFailure, MailChoice, PushSwitch, QuietHoursChoice, RouterLink],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './notifications-page.html',
  styleUrl: './notifications-page.css',
})
export class NotificationsPage {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  readonly #loading = new Loading();
  protected readonly state = this.#loading.state;
  protected readonly preferences = signal<PreferencePartsFragment | undefined>(undefined);
  protected readonly me = signal<MyAddressQuery['me'] | undefined>(undefined);
  protected readonly hasToasts = signal(toastsHere.is());
  protected readonly hasSounds = signal(soundsHere.is());
  readonly #here = Intl.DateTimeFormat().resolvedOptions().timeZone;

  constructor() {
    effect(() => toastsHere.set(this.hasToasts()));
    effect(() => soundsHere.set(this.hasSounds()));
    void this.load();
  }

  protected load(): Promise<boolean> {
    return this.#loading.run(async () => {
      const [{ myNotificationPreferences }, { me }] = await Promise.all([
        this.#graph.ask(MyNotificationPreferencesDocument, {}),
        this.#graph.ask(MyAddressDocument, {}),
      ]);
      this.me.set(me);
      this.preferences.set(myNotificationPreferences);
    });
  }

  protected hoursOf({ quietFrom: from, quietTo: to }: PreferencePartsFragment): QuietHours | null {
    return from && to ? { from, to } : null;
  }

  protected keepQuiet(hours: QuietHours | null): Promise<void> {
    return this.change({
      quietFrom: hours?.from ?? null,
      quietTo: hours?.to ?? null,
      ...(hours ? { timeZone: this.#here } : {}),
    });
  }

  protected async change(input: SetNotificationPreferencesInput): Promise<void> {
    const before = this.preferences();
    if (!before) return;
    this.preferences.set({ ...before, ...(input as Partial<PreferencePartsFragment>) });
    try {
      const { preferences, userErrors } = (await this.#graph.ask(SetNotificationPreferencesDocument, { input }))
        .setNotificationPreferences;
      this.preferences.set(preferences ?? before);
      if (!preferences) this.#toaster.show(userErrors[0]?.message ?? '');
    } catch {
      this.preferences.set(before);
      this.#toaster.show($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    }
  }
}
