import { effect, inject, Injectable, signal, untracked } from '@angular/core';
import { MeetingByCodeDocument, ParticipantPartsFragment } from '../../graph/generated/meeting/graphql';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import { Door } from './admission/door';

/** Waits between two readings while somebody in the room is not in the graph yet, in milliseconds. */
const PATIENCE_MS = [0, 400, 1000, 2500, 5000];
const MOST = 100;

/** Who the people in the room are, by their identity in it. Only the graph is believed. */
@Injectable()
export class Names {
  readonly #graph = inject(Graph);
  readonly #door = inject(Door);
  readonly #session = inject(Session);
  readonly #known = signal<ReadonlyMap<string, ParticipantPartsFragment>>(new Map());
  readonly #hopeless = new Set<string>();
  #isReading = false;
  #needed: readonly string[] = [];
  #code = '';

  readonly known = this.#known.asReadonly();

  /** Starts with what is known already. */
  begin(code: string, participants: readonly ParticipantPartsFragment[]): void {
    this.#code = code;
    this.learn(participants);
  }

  /** Takes over what the graph says of somebody now. */
  learn(participants: readonly ParticipantPartsFragment[]): void {
    this.#known.update((known) => new Map([...known, ...participants.map((one) => [one.identity, one] as const)]));
  }

  /** Whoever has left has no hand up, and none when they come back. */
  lowerHand(id: string): void {
    const one = [...this.#known().values()].find((participant) => participant.id === id);
    if (one?.handRaisedAt) this.learn([{ ...one, handRaisedAt: null }]);
  }

  /** Makes sure from now on that these people have names; reads the graph while one has none. */
  follow(people: () => readonly { readonly identity: string }[]): void {
    effect(() => {
      const identities = people().map(({ identity }) => identity);
      untracked(() => void this.#need(identities));
    });
  }

  async #need(identities: readonly string[]): Promise<void> {
    this.#needed = identities;
    const missing = (): boolean =>
      this.#needed.some((identity) => !this.#known().has(identity) && !this.#hopeless.has(identity));
    if (this.#isReading || !missing()) return;
    this.#isReading = true;
    for (const wait of PATIENCE_MS) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      await this.#read().catch(() => undefined);
      if (!missing()) break;
    }
    for (const identity of this.#needed) if (!this.#known().has(identity)) this.#hopeless.add(identity);
    this.#isReading = false;
  }

  async #read(): Promise<void> {
    // A stranger to the graph is told at the door.
    if (this.#session.state() === 'signed-out') return this.learn(await this.#door.present(this.#code));
    for (let after: string | null | undefined; ;) {
      const { meeting } = await this.#graph.ask(MeetingByCodeDocument, { code: this.#code, first: MOST, after });
      this.learn(meeting?.participants?.nodes ?? []);
      const page = meeting?.participants?.pageInfo;
      if (!page?.hasNextPage) return;
      after = page.endCursor;
    }
  }
}
