import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import {
  AdmitDocument,
  MeetingLobbyDocument,
  MeetingLobbyQuery,
  RefuseDocument,
} from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { UserError } from '../../../graph/user-error';
import { Toaster } from '../../../ui/toaster';
import { MeetingEvents } from '../meeting-events';
import { MeetingStore } from '../meeting-store';
import { moderates } from '../moderation/may';

/** Somebody who waits to be let in. */
export type Waiter = NonNullable<NonNullable<MeetingLobbyQuery['meeting']>['lobby']>['nodes'][number];

/** How many are read, and how many are let in at once. */
const MOST = 100;

/** Who waits in the lobby, for hosts and co-hosts; kept true by the meeting's events. */
@Injectable()
export class LobbyBook {
  readonly #graph = inject(Graph);
  readonly #store = inject(MeetingStore);
  readonly #toaster = inject(Toaster);
  readonly #waiters = signal<readonly Waiter[]>([]);
  readonly #busy = signal<ReadonlySet<string>>(new Set());
  #isReading = false;
  #isStale = false;

  /** In the order of asking; nobody for those who do not moderate. */
  readonly waiters = this.#waiters.asReadonly();
  /** About whom a decision is on its way. */
  readonly busy = this.#busy.asReadonly();
  readonly #isMine = computed(() => moderates(this.#store.myRole()));

  constructor() {
    const end = inject(MeetingEvents).listen((event) => {
      if (['LobbyMoved', 'MeetingReady', 'Resync'].includes(event.__typename)) void this.#read();
    });
    inject(DestroyRef).onDestroy(end);
    effect(() => {
      const isMine = this.#isMine();
      untracked(() => (isMine ? void this.#read() : this.#waiters.set([])));
    });
  }

  /** Lets these in. */
  async admit(lobbyIds: readonly string[]): Promise<void> {
    await this.#decide(lobbyIds, async (input) => (await this.#graph.ask(AdmitDocument, { input })).admit);
  }

  /** Lets in everybody who waits now. */
  async admitAll(): Promise<void> {
    await this.admit(this.#waiters().map(({ lobbyId }) => lobbyId));
  }

  /** Sends these away. */
  async refuse(lobbyIds: readonly string[]): Promise<void> {
    await this.#decide(lobbyIds, async (input) => (await this.#graph.ask(RefuseDocument, { input })).refuse);
  }

  async #decide(
    lobbyIds: readonly string[],
    send: (input: { meetingId: string; lobbyIds: string[] }) => Promise<{ readonly userErrors: readonly UserError[] }>,
  ): Promise<void> {
    const meetingId = this.#store.meeting()?.id;
    const ids = lobbyIds.filter((id) => !this.#busy().has(id));
    if (!meetingId || ids.length === 0) return;
    this.#busy.update((busy) => new Set([...busy, ...ids]));
    try {
      const [refusal] = (await send({ meetingId, lobbyIds: ids })).userErrors;
      if (refusal) this.#toaster.show(refusal.message);
      else this.#waiters.update((waiters) => waiters.filter(({ lobbyId }) => !ids.includes(lobbyId)));
    } catch {
      this.#toaster.show($localize`:@@lobbyFailed:That did not work. Check your connection and try again.`);
    } finally {
      this.#busy.update((busy) => new Set([...busy].filter((id) => !ids.includes(id))));
    }
  }

  /** One reading at a time; what happens meanwhile leads to one more. */
  async #read(): Promise<void> {
    if (!this.#isMine()) return;
    this.#isStale = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isStale) {
      this.#isStale = false;
      const code = this.#store.meeting()?.code ?? '';
      const answer = await this.#graph.ask(MeetingLobbyDocument, { code, first: MOST }).catch(() => undefined);
      if (answer && this.#isMine()) this.#waiters.set(answer.meeting?.lobby?.nodes ?? []);
    }
    this.#isReading = false;
  }
}
