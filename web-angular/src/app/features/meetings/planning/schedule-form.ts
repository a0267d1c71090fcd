import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  LOCALE_ID,
  signal,
  untracked,
  afterNextRender,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { MeetingAccess } from '../../../graph/generated/planning/graphql';
import { GraphError } from '../../../graph/graph-error';
import { Loading } from '../../../graph/loading';
import type { UserError } from '../../../graph/user-error';
import { CheckField } from '../../../ui/check-field';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { LoadFailure } from '../../../ui/load-failure';
import { Notice } from '../../../ui/notice';
import { SelectField } from '../../../ui/select-field';
import { TextField } from '../../../ui/text-field';
import { Toaster } from '../../../ui/toaster';
import { accessChoices, endChoices, lengthChoices, repeatChoices, zoneChoices } from './choices';
import { Draft, draftOf, inputOf, newDraft } from './draft';
import { GuestPicker } from './guest-picker';
import { Plan, Planner } from './planner';
import type { Ends, Repeat } from './repeat';

/** The fields that the form shows; what is refused about any other stands above the button. */
const FIELDS = [
  'title',
  'startsAt',
  'endsAt',
  'timeZone',
  'recurrence',
  'access',
  'passcode',
  'mostPeople',
  'invitees',
] as const;
type Field = (typeof FIELDS)[number];

/** Which field of the graph each part of the draft is about: what was refused of it is no longer so once it changes. */
const ABOUT: Readonly<Record<keyof Draft, Field | 'lobby'>> = {
  title: 'title',
  isPermanent: 'startsAt',
  day: 'startsAt',
  time: 'startsAt',
  minutes: 'endsAt',
  timeZone: 'timeZone',
  repeat: 'recurrence',
  ends: 'recurrence',
  access: 'access',
  hasLobby: 'lobby',
  passcode: 'passcode',
  mostPeople: 'mostPeople',
  guests: 'invitees',
};

/** Schedules a meeting, or changes one that is scheduled. Every refusal stands at its field, and the first of them is gone to. */
@Component({
  selector: 'parley-schedule-form',
  imports: [RouterLink, CheckField, GuestPicker, Icon, LoadFailure, Notice, SelectField, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './schedule-form.html',
  styleUrl: './schedule-form.css',
})
export class ScheduleForm {
  readonly #planner = inject(Planner);
  readonly #router = inject(Router);
  readonly #toaster = inject(Toaster);
  readonly #locale = inject(LOCALE_ID);
  readonly #injector = inject(Injector);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #myZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  readonly #loading = new Loading();
  readonly #refusals = signal<readonly UserError[]>([]);
  /** The same for every try, so that a lost answer makes no second meeting. */
  #nonce = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  /** From the address; absent: a new one. */
  readonly code = input<string>();
  /** From the address: a new one is to be a permanent room. */
  readonly permanent = input<string>();

  protected readonly icons = icons;
  protected readonly draft = signal(newDraft(Date.now(), this.#myZone));
  protected readonly plan = signal<Plan | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly fault = signal<string | undefined>(undefined);
  protected readonly isNew = computed(() => this.code() === undefined);
  protected readonly state = computed(() => (this.isNew() ? 'ready' : this.#loading.state()));
  protected readonly mayChange = computed(() => {
    const plan = this.plan();
    return (
      this.isNew() || (plan !== undefined && plan.state !== 'ENDED' && ['HOST', 'CO_HOST'].includes(plan.myRole ?? ''))
    );
  });
  protected readonly lengths = computed(() => lengthChoices(this.draft().minutes, this.#locale));
  protected readonly zones = computed(() => zoneChoices(this.draft().timeZone));
  protected readonly repeats = computed(() => repeatChoices(this.draft().repeat === 'as-before'));
  protected readonly ends = endChoices();
  protected readonly accesses = accessChoices();
  protected readonly noPasscode = $localize`:@@passcodeNone:Optional: 4 to 32 characters.`;
  protected readonly keepPasscode = $localize`:@@passcodeKeep:Leave it empty to keep the one it has.`;
  protected readonly mostPeopleHint = $localize`:@@mostPeopleHint:1 to 10,000. Left empty: as many as fit here.`;
  /** What has a time keeps one. */
  protected readonly mayBePermanent = computed(() => !this.plan()?.startsAt);
  protected readonly isSeries = computed(() => !['none', 'as-before'].includes(this.draft().repeat));
  /** What concerns no field of the form. */
  protected readonly problem = computed(
    () => this.fault() ?? this.#refusals().find(({ field }) => !FIELDS.some((name) => field?.includes(name)))?.message,
  );

  constructor() {
    effect(() => {
      if (this.code() !== undefined) untracked(() => void this.load());
    });
    effect(() => {
      const isPermanent = this.permanent() !== undefined;
      untracked(() => this.put({ isPermanent }));
    });
  }

  protected load(): Promise<boolean> {
    return this.#loading.run(async () => {
      const plan = await this.#planner.plan(this.code() ?? '');
      this.plan.set(plan);
      if (plan) this.draft.set(draftOf(plan, Date.now(), this.#myZone));
    });
  }

  /** What was refused about a field. */
  protected of(name: Field): string | undefined {
    return this.#refusals().find(({ field }) => field?.includes(name))?.message;
  }

  protected put(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
    const touched = Object.keys(change).map((part) => ABOUT[part as keyof Draft]);
    this.#refusals.update((all) => all.filter(({ field }) => !touched.some((name) => field?.includes(name))));
  }

  protected putEnds(change: Partial<Ends>): void {
    this.put({ ends: { ...this.draft().ends, ...change } });
  }

  protected putRepeat(repeat: string): void {
    this.put({ repeat: repeat as Repeat });
  }

  protected putAccess(access: string): void {
    this.put({ access: access as MeetingAccess });
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.isBusy()) return;
    this.fault.set(undefined);
    this.#refusals.set(this.#missing());
    if (this.#refusals().length > 0) return this.#goToRefusal();
    this.isBusy.set(true);
    try {
      const { code, refusals } = await this.#submit();
      this.#refusals.set(refusals);
      if (code === undefined) return this.#goToRefusal();
      this.#toaster.show(this.isNew() ? plannedWords(this.draft()) : $localize`:@@planChanged:The meeting is changed`);
      await this.#router.navigate(['/meetings', code]);
    } catch (error) {
      this.fault.set(faultOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  #submit() {
    const plan = this.plan();
    const input = inputOf(this.draft(), plan)!;
    return plan
      ? this.#planner.change({ meetingId: plan.id, ...input })
      : this.#planner.schedule({ ...input, clientNonce: this.#nonce });
  }

  /** What can be said without asking. */
  #missing(): UserError[] {
    const draft = this.draft();
    const needed = $localize`:@@fieldNeeded:This is needed.`;
    const refuse = (field: Field, message = needed): UserError[] => [
      { code: 'BAD_USER_INPUT', message, field: [field] },
    ];
    return [
      ...(draft.title.trim() ? [] : refuse('title')),
      ...(inputOf(draft) ? [] : refuse('startsAt')),
      // No number at all cannot even be asked for; one out of range is the server's to refuse.
      ...(/^(-?\d{1,9})?$/.test(draft.mostPeople)
        ? []
        : refuse('mostPeople', $localize`:@@wholeNumber:Type a whole number.`)),
    ];
  }

  /** Another try after a refusal is another wish; the first field that was refused gets the caret. */
  #goToRefusal(): void {
    this.#nonce = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    afterNextRender(() => this.#host.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), {
      injector: this.#injector,
    });
  }
}

function plannedWords({ isPermanent }: Draft): string {
  return isPermanent
    ? $localize`:@@roomMade:The room is ready: its link stays`
    : $localize`:@@meetingPlanned:The meeting is scheduled`;
}

function faultOf(error: unknown): string {
  return error instanceof GraphError && error.code === 'OFFLINE'
    ? $localize`:@@entryOffline:The server cannot be reached. Check your connection and try again.`
    : $localize`:@@entryFault:That did not work, and it is not your doing. Try again in a moment.`;
}
