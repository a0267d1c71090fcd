import { Dialog } from '@angular/cdk/dialog';
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { TextField } from '../../../ui/text-field';
import { Pass } from '../admission/pass';
import { Waiting } from '../admission/waiting';
import { MeetingStore } from '../meeting-store';
import { moderates } from '../moderation/may';
import { Consent } from '../recording/consent';
import { RecordedNotice } from '../recording/recorded-notice';
import { DevicePickers } from './device-pickers';
import { Preview } from './preview';
import { SelfView } from './self-view';

/**
 * Before joining: how one looks and sounds, under which name, with which devices; the same picture while one waits to be let in.
 * No device keeps one from joining.
 */
@Component({
  selector: 'parley-pre-join',
  imports: [DevicePickers, Icon, RecordedNotice, RouterLink, SelfView, TextField, Waiting],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './pre-join.html',
  styleUrl: './pre-join.css',
})
export class PreJoin {
  readonly #preview = inject(Preview);
  readonly #consent = inject(Consent);
  readonly #dialog = inject(Dialog);
  protected readonly store = inject(MeetingStore);
  protected readonly pass = inject(Pass);
  protected readonly icons = icons;
  private readonly title = viewChild<ElementRef<HTMLElement>>('title');
  private readonly nameField = viewChild<TextField>('nameField');
  private readonly passcodeField = viewChild<TextField>('passcodeField');
  protected readonly passcode = signal('');
  readonly #missing = signal<ReadonlySet<string>>(new Set());

  protected readonly isWaiting = computed(() => this.store.phase() === 'waiting');
  protected readonly back = computed(() => ({ return: `/m/${this.store.meeting()?.code}` }));
  protected readonly needsPasscode = computed(() => {
    const meeting = this.store.meeting();
    return Boolean(meeting?.hasPasscode) && !moderates(meeting?.myRole ?? 'VIEWER') && !this.pass.passcode;
  });
  /** Why one is not in, where it is about no field. */
  protected readonly problem = computed(() => {
    const problem = this.store.problem();
    return problem?.field ? undefined : problem?.message;
  });
  protected readonly joinWords = computed(() => {
    const { hasLobby, myRole } = this.store.meeting() ?? {};
    if (this.store.phase() === 'joining') return $localize`:@@joining:Joining`;
    if (hasLobby && !moderates(myRole ?? 'VIEWER')) return $localize`:@@askToJoin:Ask to join`;
    return this.store.isGuest() ? $localize`:@@joinAsGuest:Join as a guest` : $localize`:@@join:Join`;
  });
  protected readonly who = computed(() => {
    const names = [...new Set(this.store.present())];
    const host = this.store.meeting()?.hostName;
    if (!this.store.present()) return host ? $localize`:@@heldBy:${host}:name: holds this meeting` : '';
    if (names.length === 0) return $localize`:@@nobodyHere:Nobody is here yet`;
    if (names.length === 1) return $localize`:@@oneHere:${names[0]}:name: is here`;
    if (names.length === 2) return $localize`:@@twoHere:${names[0]}:first: and ${names[1]}:second: are here`;
    return $localize`:@@manyHere:${names[0]}:first:, ${names[1]}:second: and ${names.length - 2}:count: more are here`;
  });

  constructor() {
    void this.#preview.begin();
    afterNextRender(() => this.title()?.nativeElement.focus());
    effect(() => {
      const field = this.store.problem()?.field;
      if (field === 'passcode') this.passcodeField()?.focus();
      if (field === 'displayName') this.nameField()?.focus();
    });
    // In the call the tracks are the room's to stop; however else one leaves this page, the devices close.
    inject(DestroyRef).onDestroy(() => this.#preview.stop());
  }

  /** What is wrong with a field: left empty, or refused by the door. */
  protected errorOf(field: 'displayName' | 'passcode'): string | undefined {
    if (this.#missing().has(field)) return $localize`:@@fieldNeeded:This is needed.`;
    const problem = this.store.problem();
    return problem?.field === field ? problem.message : undefined;
  }

  /** Loaded when it is wanted. */
  protected async testConnection(): Promise<void> {
    const { openConnectionTest } = await import('../connection-test/connection-dialog');
    openConnectionTest(this.#dialog, this.store.meeting()?.code);
  }

  protected async join(event: Event): Promise<void> {
    event.preventDefault();
    const isNameless = this.store.isGuest() && !this.pass.guestName().trim();
    const isCodeless = this.needsPasscode() && !this.passcode();
    this.#missing.set(new Set([...(isNameless ? ['displayName'] : []), ...(isCodeless ? ['passcode'] : [])]));
    if (isNameless) return this.nameField()?.focus();
    if (isCodeless) return this.passcodeField()?.focus();
    if (this.needsPasscode()) this.pass.hold({ passcode: this.passcode() });
    this.passcode.set('');
    // The page says so while a recording runs.
    this.#consent.agree();
    await this.store.join();
  }
}
