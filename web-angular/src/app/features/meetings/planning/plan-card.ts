import { Dialog } from '@angular/cdk/dialog';
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  LOCALE_ID,
  output,
  signal,
  untracked,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type { InvitationAnswer } from '../../../graph/generated/planning/graphql';
import { Loading } from '../../../graph/loading';
import { Avatar } from '../../../ui/avatar';
import { Icon } from '../../../ui/icon';
import { icons } from '../../../ui/icons';
import { LinkCopier } from '../../../ui/link-copier';
import { LoadFailure } from '../../../ui/load-failure';
import { Toaster } from '../../../ui/toaster';
import { nextSpan, whenWords } from '../../../ui/when';
import { answerWords } from './answer-words';
import { CancelDialog } from './cancel-dialog';
import { Plan, Planner } from './planner';

const ANSWERS: InvitationAnswer[] = ['YES', 'MAYBE', 'NO'];

/** When a scheduled meeting is, who is invited and what they answered; for its hosts the ways to change it. Nothing for one that was just begun. */
@Component({
  selector: 'parley-plan-card',
  imports: [RouterLink, Avatar, Icon, LoadFailure],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './plan-card.html',
  styleUrl: './plan-card.css',
})
export class PlanCard {
  readonly #planner = inject(Planner);
  readonly #toaster = inject(Toaster);
  readonly #links = inject(LinkCopier);
  readonly #dialog = inject(Dialog);
  readonly #locale = inject(LOCALE_ID);
  readonly #loading = signal(new Loading());
  readonly code = input.required<string>();
  /** It was called off: the page around it shows the state of before. */
  readonly changed = output<void>();

  protected readonly icons = icons;
  protected readonly answerWords = answerWords;
  protected readonly state = computed(() => this.#loading().state());
  protected readonly plan = signal<Plan | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly isMine = computed(() => ['HOST', 'CO_HOST'].includes(this.plan()?.myRole ?? ''));
  protected readonly isOver = computed(() => this.plan()?.state === 'ENDED');
  /** When it is, or that it always is; undefined for a meeting that nobody planned. */
  protected readonly what = computed(() => {
    const span = nextSpan(this.plan() ?? {});
    if (this.plan()?.isPermanent) return $localize`:@@permanentRoom:A permanent room: its link stays`;
    return span && whenWords(span.startsAt, span.endsAt, this.#locale);
  });
  /** The same on the clocks of the meeting's own zone, where that is another. */
  protected readonly whenThere = computed(() => {
    const [plan, span] = [this.plan(), nextSpan(this.plan() ?? {})];
    const zone = plan?.timeZone;
    if (!span || !zone || zone === Intl.DateTimeFormat().resolvedOptions().timeZone) return undefined;
    return `${whenWords(span.startsAt, span.endsAt, this.#locale, zone)} (${zone.replaceAll('_', ' ')})`;
  });
  protected readonly answers = computed(() =>
    ANSWERS.map((value) => ({ value, label: myWords(value), isMine: this.plan()?.myAnswer === value })),
  );

  constructor() {
    effect(() => {
      this.code();
      untracked(() => {
        this.#loading.set(new Loading());
        this.plan.set(undefined);
        void this.load();
      });
    });
  }

  protected load(): Promise<boolean> {
    return this.#loading().run(async () => this.plan.set(await this.#planner.plan(this.code())));
  }

  protected copy(): Promise<void> {
    const { invitationText = '', url = location.href } = this.plan() ?? {};
    return this.#links.copy(
      invitationText,
      url,
      $localize`:@@invitationNotCopied:The browser did not allow copying. Open the meeting and copy its address by hand.`,
      $localize`:@@invitationCopied:Invitation copied`,
    );
  }

  protected async answer(answer: InvitationAnswer): Promise<void> {
    const plan = this.plan();
    if (!plan) return;
    await this.#do(() => this.#planner.answer(plan.id, answer), $localize`:@@answerSent:Your answer is with the host`);
  }

  protected cancel(): void {
    const plan = this.plan();
    if (!plan) return;
    this.#dialog
      .open<boolean>(CancelDialog, { panelClass: 'dialog-pane', data: plan.title, ariaLabelledBy: 'cancel-heading' })
      .closed.subscribe((isSure) => {
        if (isSure)
          void this.#do(() => this.#planner.cancel(plan.id), $localize`:@@planCancelled:The meeting is cancelled`).then(
            () => this.changed.emit(),
          );
      });
  }

  async #do(act: () => Promise<string | undefined>, done: string): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    try {
      const refusal = await act();
      this.#toaster.show(refusal ?? done);
      await this.load();
    } catch {
      this.#toaster.show($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }
}

function myWords(answer: InvitationAnswer): string {
  if (answer === 'YES') return $localize`:@@answerYes:Yes`;
  return answer === 'MAYBE' ? $localize`:@@answerMaybe:Maybe` : $localize`:@@answerNo:No`;
}
