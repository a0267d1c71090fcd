import { computed, effect, inject, signal, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { GraphError } from '../../graph/graph-error';
import { needsReload } from '../../language/speak';
import { safeReturn } from '../../session/guards';
import { Refusals, Session } from '../../session/session';

/** What a sign-in or sign-up form knows of its state: busy, refused by field, or nobody answered. Made inside a component. */
export class EntryForm {
  readonly #refusals = signal<Refusals>([]);
  readonly #fault = signal<string | undefined>(undefined);
  readonly #isBusy = signal(false);

  readonly isBusy = this.#isBusy.asReadonly();
  /** What concerns the form as a whole. */
  readonly problem = computed(() => this.#fault() ?? this.#refusals().find(({ field }) => !fieldName(field))?.message);

  /** @param goal where to go once somebody is signed in, however that came about */
  constructor(goal: () => string | undefined) {
    const session = inject(Session);
    const router = inject(Router);
    // Not only after sending: another tab may sign in, or a forgotten person's cookie may still be good.
    effect(() => {
      if (session.state() !== 'signed-in') return;
      const to = untracked(() => safeReturn(goal()));
      if (needsReload(untracked(session.me)?.locale)) location.assign(to);
      else void router.navigateByUrl(to);
    });
  }

  /** What was refused about one field. */
  of(name: string): string | undefined {
    return this.#refusals().find(({ field }) => fieldName(field) === name)?.message;
  }

  /** Marks what is empty; true when nothing is. */
  demand(values: Readonly<Record<string, string>>): boolean {
    this.#fault.set(undefined);
    const empty = Object.keys(values).filter((name) => !values[name]);
    const message = $localize`:@@fieldNeeded:This is needed.`;
    this.#refusals.set(empty.map((name) => ({ code: 'BAD_USER_INPUT', message, field: [name] })));
    return empty.length === 0;
  }

  /** Sends the form once, whatever is pressed meanwhile; true when nothing was refused. */
  async send(submit: () => Promise<Refusals>): Promise<boolean> {
    if (this.#isBusy()) return false;
    this.#isBusy.set(true);
    this.#fault.set(undefined);
    try {
      this.#refusals.set(await submit());
      return this.#refusals().length === 0;
    } catch (error) {
      this.#refusals.set([]);
      this.#fault.set(faultOf(error));
      return false;
    } finally {
      this.#isBusy.set(false);
    }
  }
}

/** `['input', 'email']` and `['email']` both mean the e-mail. */
function fieldName(field: readonly string[] | null | undefined): string | undefined {
  return field?.filter((part) => part !== 'input').at(-1);
}

function faultOf(error: unknown): string {
  const code = error instanceof GraphError ? error.code : 'INTERNAL';
  if (code === 'OFFLINE')
    return $localize`:@@entryOffline:The server cannot be reached. Check your connection and try again.`;
  if (code === 'RATE_LIMITED') return $localize`:@@entryLimited:Too many attempts. Wait a minute, then try again.`;
  return error instanceof GraphError && code !== 'INTERNAL' && error.message !== code
    ? error.message
    : $localize`:@@entryFault:That did not work, and it is not your doing. Try again in a moment.`;
}
