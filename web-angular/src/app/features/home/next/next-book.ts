import { computed, inject, Injectable, signal } from '@angular/core';
import { NextMeetingPartsFragment, NextMeetingsDocument } from '../../../graph/generated/planning/graphql';
import { Graph } from '../../../graph/graph';
import { Loading } from '../../../graph/loading';
import { Clock } from '../../../ui/clock';
import { nextMeetings } from './next-meetings-of';

/** How many are asked for of each kind, and how many are shown. */
const ASKED = 20;
const SHOWN = 5;

/** The scheduled meetings that come next or go on now, as of the minute. */
@Injectable({ providedIn: 'root' })
export class NextBook {
  readonly #graph = inject(Graph);
  readonly #clock = inject(Clock);
  readonly #loading = new Loading();
  readonly #all = signal<readonly NextMeetingPartsFragment[]>([]);

  readonly state = this.#loading.state;
  readonly meetings = computed(() => nextMeetings(this.#all(), this.#clock.minute()).slice(0, SHOWN));

  /** Loads afresh; what is shown stays until the answer is there. */
  load(): Promise<boolean> {
    return this.#loading.run(async () => {
      const { live, open, planned } = await this.#graph.ask(NextMeetingsDocument, { first: ASKED });
      this.#all.set([...live.nodes, ...open.nodes, ...planned.nodes]);
    });
  }
}
