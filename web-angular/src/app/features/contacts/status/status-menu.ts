import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  LOCALE_ID,
  signal,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  Availability,
  MyStatusDocument,
  OwnStatusFragment,
  SetStatusDocument,
} from '../../../graph/generated/self/graphql';
import { Graph } from '../../../graph/graph';
import { Session } from '../../../session/session';
import { Avatar } from '../../../ui/avatar';
import { Clock } from '../../../ui/clock';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { Choice, SelectField } from '../../../ui/select-field';
import { TextField } from '../../../ui/text-field';
import { Toaster } from '../../../ui/toaster';
import { PresenceBook } from '../presence-book';
import { presenceDot, presenceWords } from '../presence-words';
import { EndChoice, endOf, endWords } from './status-ends';

const NOTHING: OwnStatusFragment = { availability: null, text: null, expiresAt: null, hideLastSeen: false };

/** What I am shown as and say of myself, until when; and the way to the settings. Opens as soon as it is there. */
@Component({
  selector: 'parley-status-menu',
  imports: [Avatar, Icon, RouterLink, SelectField, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './status-menu.html',
  styleUrl: './status-menu.css',
})
export class StatusMenu {
  readonly #graph = inject(Graph);
  readonly #toaster = inject(Toaster);
  readonly #clock = inject(Clock);
  readonly #locale = inject(LOCALE_ID);
  readonly #presence = inject(PresenceBook).mine;
  private readonly sheet = viewChild.required<ElementRef<HTMLElement>>('sheet');
  readonly #saved = signal(NOTHING);

  protected readonly icons = icons;
  protected readonly me = inject(Session).me;
  protected readonly dot = computed(() => presenceDot(this.#presence()));
  protected readonly words = computed(() => presenceWords(this.#presence(), this.#clock.minute(), this.#locale));
  protected readonly availability = signal<Availability | ''>('');
  protected readonly text = signal('');
  protected readonly end = signal<string>('never');
  protected readonly problem = signal<string | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly hasStatus = computed(() => Boolean(this.#saved().availability ?? this.#saved().text));
  protected readonly choices: readonly {
    readonly value: Availability | '';
    readonly dot: string;
    readonly label: string;
  }[] = [
    { value: '', dot: 'online', label: $localize`:@@statusAutomatic:Automatic` },
    ...(['BUSY', 'DO_NOT_DISTURB', 'AWAY'] as const).map((value) => ({
      value,
      dot: presenceDot({ availability: value }) ?? '',
      label: presenceWords({ availability: value }, 0, this.#locale),
    })),
    { value: 'OFFLINE', dot: 'offline', label: $localize`:@@statusAppearOffline:Appear offline` },
  ];
  protected readonly ends = computed<Choice[]>(() => {
    const { expiresAt } = this.#saved();
    const kept = expiresAt && endWords(expiresAt, this.#clock.minute(), this.#locale);
    const choices: (Choice & { value: EndChoice })[] = [
      { value: 'never', label: $localize`:@@statusNever:Don’t clear` },
      { value: 'half-hour', label: $localize`:@@statusHalfHour:In 30 minutes` },
      { value: 'hour', label: $localize`:@@statusHour:In 1 hour` },
      { value: 'today', label: $localize`:@@statusToday:At the end of today` },
    ];
    return kept ? [{ value: 'kept', label: $localize`:@@statusKept:At ${kept}:time:` }, ...choices] : choices;
  });

  constructor() {
    afterNextRender(() => this.sheet().nativeElement.showPopover());
  }

  /** Another device may have changed it: each opening looks. */
  protected async opened({ newState }: ToggleEvent): Promise<void> {
    if (newState !== 'open') return;
    this.problem.set(undefined);
    this.sheet().nativeElement.querySelector<HTMLElement>('input:checked')?.focus();
    const answer = await this.#graph.ask(MyStatusDocument, {}).catch(() => undefined);
    if (answer && !this.isBusy()) this.#take(answer.myStatus);
  }

  protected save(event: Event): Promise<void> {
    event.preventDefault();
    return this.#set({
      availability: this.availability() || null,
      text: this.text().trim() || null,
      expiresAt: endOf(this.end() as EndChoice, Date.now(), this.#saved().expiresAt ?? null),
    });
  }

  protected clear(): Promise<void> {
    return this.#set({});
  }

  protected close(): void {
    this.sheet().nativeElement.hidePopover();
  }

  async #set(input: {
    availability?: Availability | null;
    text?: string | null;
    expiresAt?: string | null;
  }): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    try {
      const { status, userErrors } = (await this.#graph.ask(SetStatusDocument, { input })).setStatus;
      this.problem.set(userErrors[0]?.message);
      if (!status) return;
      this.#take(status);
      this.close();
      this.#toaster.show(
        this.hasStatus() ? $localize`:@@statusSaved:Status set` : $localize`:@@statusCleared:Status cleared`,
      );
    } catch {
      this.problem.set($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }

  #take(status: OwnStatusFragment): void {
    this.#saved.set(status);
    this.availability.set(status.availability ?? '');
    this.text.set(status.text ?? '');
    this.end.set(status.expiresAt ? 'kept' : 'never');
  }
}
