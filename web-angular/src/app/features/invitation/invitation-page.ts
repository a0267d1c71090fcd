import {
  afterNextRender,
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
} from '@angular/core';
import { RouterLink } from '@angular/router';
import {
  AnswerByLinkDocument,
  InvitationDocument,
  InvitationPartsFragment,
} from '../../graph/generated/planning/graphql';
import type { InvitationAnswer } from '../../graph/generated/planning/graphql';
import { Graph } from '../../graph/graph';
import { GraphError } from '../../graph/graph-error';
import { Loading } from '../../graph/loading';
import { Icon } from '../../ui/icon';
import { icons } from '../../ui/icons';
import { LoadFailure } from '../../ui/load-failure';
import { Mark } from '../../ui/mark';
import { Notice } from '../../ui/notice';
import { nextSpan, whenWords } from '../../ui/when';

/** What a link in a mail may propose. */
const PROPOSED: Readonly<Record<string, InvitationAnswer>> = { yes: 'YES', maybe: 'MAYBE', no: 'NO' };

/**
 * The page behind the links of an invitation: which meeting, when, and one's answer. Whoever opens it answers nothing: programs that look
 * through mail open every link. It works without an account; the token in the address is all one needs.
 */
@Component({
  selector: 'parley-invitation-page',
  imports: [RouterLink, Icon, LoadFailure, Mark, Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './invitation-page.html',
  styleUrl: './invitation-page.css',
})
export class InvitationPage {
  readonly #graph = inject(Graph);
  readonly #locale = inject(LOCALE_ID);
  readonly #injector = inject(Injector);
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  readonly #loading = signal(new Loading());
  /** From the address. */
  readonly token = input.required<string>();
  /** From the address: yes, maybe or no. */
  readonly answer = input<string>();

  protected readonly icons = icons;
  protected readonly state = computed(() => this.#loading().state());
  protected readonly invitation = signal<InvitationPartsFragment | undefined>(undefined);
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<string | undefined>(undefined);
  /** What the link proposes, until one has answered. */
  protected readonly proposed = computed(() =>
    this.invitation()?.answer === 'NONE' ? PROPOSED[this.answer()?.toLowerCase() ?? ''] : undefined,
  );
  protected readonly when = computed(() => {
    const span = nextSpan(this.invitation() ?? {});
    return span && whenWords(span.startsAt, span.endsAt, this.#locale);
  });
  protected readonly ways = computed(() =>
    [
      { value: 'YES' as const, label: $localize`:@@invitationYes:Yes, I will come` },
      { value: 'MAYBE' as const, label: $localize`:@@invitationMaybe:Maybe` },
      { value: 'NO' as const, label: $localize`:@@invitationNo:No, I will not` },
    ].map((way) => ({
      ...way,
      isMine: this.invitation()?.answer === way.value,
      isProposed: this.proposed() === way.value,
    })),
  );
  protected readonly answered = computed(() => {
    switch (this.invitation()?.answer) {
      case 'YES':
        return $localize`:@@invitationSaidYes:You answered: Yes. The host sees it.`;
      case 'MAYBE':
        return $localize`:@@invitationSaidMaybe:You answered: Maybe. The host sees it.`;
      case 'NO':
        return $localize`:@@invitationSaidNo:You answered: No. The host sees it.`;
      default:
        return undefined;
    }
  });

  constructor() {
    effect(() => {
      this.token();
      untracked(() => {
        this.#loading.set(new Loading());
        void this.load();
      });
    });
  }

  protected load(): Promise<boolean> {
    return this.#loading().run(async () => {
      const { invitation } = await this.#graph
        .ask(InvitationDocument, { token: this.token() })
        .catch((error: unknown) => {
          if (error instanceof GraphError && error.code === 'BAD_USER_INPUT') return { invitation: null };
          throw error;
        });
      this.invitation.set(invitation ?? undefined);
      afterNextRender(() => this.#host.querySelector<HTMLElement>('[data-proposed]')?.focus(), {
        injector: this.#injector,
      });
    });
  }

  protected async say(answer: InvitationAnswer): Promise<void> {
    if (this.isBusy()) return;
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      const { invitation, userErrors } = (
        await this.#graph.ask(AnswerByLinkDocument, { input: { token: this.token(), answer } })
      ).answerInvitation;
      if (invitation) this.invitation.set(invitation);
      else this.problem.set(userErrors[0]?.message);
    } catch {
      this.problem.set($localize`:@@actFailed:That did not reach the server. Try again in a moment.`);
    } finally {
      this.isBusy.set(false);
    }
  }
}
