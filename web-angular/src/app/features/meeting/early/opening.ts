import { DestroyRef, effect, inject, Injectable, signal } from '@angular/core';
import { MeetingOpeningDocument } from '../../../graph/generated/planning/graphql';
import { Graph } from '../../../graph/graph';
import { MeetingStore } from '../meeting-store';

/** How early others than hosts may come in: as the server has it. */
const EARLY_MS = 15 * 60_000;
/** The host may begin before, and move it: looked at so often, in milliseconds. */
const LOOK_MS = 20_000;
/** Not on the second: everybody invited waits for the same one. */
const SPREAD_MS = 2_000;

/** Whoever came too early: when the meeting begins, and in by themselves once it lets people in. */
@Injectable()
export class Opening {
  readonly #graph = inject(Graph);
  readonly #store = inject(MeetingStore);
  readonly #startsAt = signal<string | undefined>(undefined);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** When it begins, RFC 3339, once that is known. */
  readonly startsAt = this.#startsAt.asReadonly();

  constructor() {
    effect(() => {
      clearTimeout(this.#timer);
      if (this.#isEarly()) void this.#look();
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer));
  }

  #isEarly(): boolean {
    return this.#store.phase() === 'refused' && this.#store.problem()?.reason === 'NOT_STARTED';
  }

  /** Looks whether it has opened. Nobody's answer is no answer: looks again. */
  async #look(): Promise<void> {
    const code = this.#store.meeting()?.code;
    const { meeting } = await this.#graph
      .ask(MeetingOpeningDocument, { code: code ?? '' })
      .catch(() => ({ meeting: undefined }));
    if (!this.#isEarly()) return;
    if (meeting && meeting.state !== 'SCHEDULED') return this.#store.join();
    this.#startsAt.update((before) => meeting?.nextStartsAt ?? before);
    this.#timer = setTimeout(() => void this.#look(), this.#patience());
  }

  #patience(): number {
    const startsAt = this.#startsAt();
    const opensIn = startsAt ? Date.parse(startsAt) - EARLY_MS - Date.now() : LOOK_MS;
    return Math.min(LOOK_MS, Math.max(1000, opensIn + Math.random() * SPREAD_MS));
  }
}
