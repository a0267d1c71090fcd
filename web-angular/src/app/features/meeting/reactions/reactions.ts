import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import { ReactDocument } from '../../../graph/generated/meeting/graphql';
import type { MeetingReaction } from '../../../graph/generated/meeting/graphql';
import { Graph } from '../../../graph/graph';
import { Announcer } from '../../../ui/announcer';
import { Toaster } from '../../../ui/toaster';
import { Pass } from '../admission/pass';
import { MeetingEvents } from '../meeting-events';
import { MeetingStore } from '../meeting-store';
import { spokenList } from '../spoken-list';
import { reactionLooks } from './reaction-words';

/** How long a reaction is shown, in milliseconds. */
export const SHOWN_MS = 5000;
/** Reactions within this time are told together, in milliseconds. */
export const REACTIONS_MERGE_MS = 3000;

/** What one person shows now. */
export interface Shown {
  readonly reaction: MeetingReaction;
  /** Another one is another object on screen, even of the same kind. */
  readonly turn: number;
}

/** Reactions: given to everybody, shown for five seconds, told to those who listen, and forgotten. */
@Injectable()
export class Reactions {
  readonly #graph = inject(Graph);
  readonly #pass = inject(Pass);
  readonly #store = inject(MeetingStore);
  readonly #announcer = inject(Announcer);
  readonly #toaster = inject(Toaster);
  readonly #shown = signal<ReadonlyMap<string, Shown>>(new Map());
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #untold: { readonly id: string; readonly reaction: MeetingReaction }[] = [];
  #isTelling = false;
  #turn = 0;

  /** What is shown now, by the participant's id in the graph. */
  readonly shown = this.#shown.asReadonly();

  constructor() {
    const end = inject(MeetingEvents).listen((event) => {
      if (event.__typename === 'Reacted') this.#show(event.participantId, event.reaction);
    });
    inject(DestroyRef).onDestroy(() => {
      end();
      for (const timer of this.#timers) clearTimeout(timer);
    });
  }

  /** Shows it to everybody in the meeting. */
  async react(reaction: MeetingReaction): Promise<void> {
    const [meetingId, participantId] = [this.#store.meeting()?.id, this.#store.myId()];
    if (!meetingId) return;
    const guestToken = this.#pass.guestToken;
    const input = { meetingId, reaction, ...(participantId && { participantId }), ...(guestToken && { guestToken }) };
    try {
      const [refusal] = (await this.#graph.ask(ReactDocument, { input })).react.userErrors;
      if (refusal) this.#toaster.show(refusal.message);
    } catch {
      this.#toaster.show($localize`:@@reactFailed:That did not work. Check your connection and try again.`);
    }
  }

  #show(id: string, reaction: MeetingReaction): void {
    const turn = ++this.#turn;
    this.#shown.update((shown) => new Map(shown).set(id, { reaction, turn }));
    this.#later(SHOWN_MS, () => {
      if (this.#shown().get(id)?.turn !== turn) return;
      this.#shown.update((shown) => new Map([...shown].filter(([other]) => other !== id)));
    });
    this.#untold.push({ id, reaction });
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#later(REACTIONS_MERGE_MS, () => this.#tell());
  }

  #tell(): void {
    this.#isTelling = false;
    const untold = this.#untold.splice(0);
    const attendees = this.#store.attendees();
    for (const { reaction, label } of reactionLooks()) {
      const ids = new Set(untold.filter((one) => one.reaction === reaction).map(({ id }) => id));
      const names = attendees.filter(({ id, isLocal }) => id && ids.has(id) && !isLocal).map(({ name }) => name);
      if (names.length > 0)
        this.#announcer.say($localize`:@@saidReaction:${label}:reaction: from ${spokenList(names)}:names:`);
    }
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }
}
