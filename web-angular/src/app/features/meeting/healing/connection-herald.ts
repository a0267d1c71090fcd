import { computed, DestroyRef, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { Live } from '../../../graph/live';
import { Announcer } from '../../../ui/announcer';
import { MeetingStore } from '../meeting-store';
import { Connection } from './connection';
import type { Step } from './ladder';

/** The graph's socket may be gone for this long before people are told, in milliseconds: it mostly is back by then. */
export const GRAPH_PATIENCE_MS = 3000;

/** What is wrong, and why or what is done about it. */
export interface ConnectionWords {
  readonly heading: string;
  readonly reason: string;
  /** Sound and picture are well; only what the graph tells is late. */
  readonly isGraphOnly?: boolean;
}

/** Puts into words how the connection is, and speaks twice about one interruption: when it begins and when it is over. */
@Injectable()
export class ConnectionHerald {
  readonly #connection = inject(Connection);
  readonly #store = inject(MeetingStore);
  readonly #live = inject(Live);
  readonly #announcer = inject(Announcer);
  readonly #isGraphLate = signal(false);

  /** Undefined while all is well. */
  readonly words = computed<ConnectionWords | undefined>(() => {
    const step = this.#connection.step();
    if (step !== 'well')
      return {
        heading: $localize`:@@connectionInterrupted:Connection interrupted – reconnecting`,
        reason: reasonOf(step),
      };
    if (this.#store.isReconnecting())
      return {
        heading: $localize`:@@signallingLost:Reconnecting. You are still in the meeting.`,
        reason: '',
      };
    if (this.#isGraphLate())
      return {
        heading: $localize`:@@graphLate:Reconnecting. You still hear and see each other.`,
        reason: $localize`:@@graphLateReason:Who comes, goes or raises a hand is not shown until then.`,
        isGraphOnly: true,
      };
    return undefined;
  });

  constructor() {
    let wasWell = true;
    effect(() => {
      const words = this.words();
      untracked(() => {
        if (words && wasWell) this.#announcer.interrupt(`${words.heading} ${words.reason}`.trim());
        if (!words && !wasWell) this.#announcer.say($localize`:@@connectedAgain:Connected again`);
        wasWell = words === undefined;
      });
    });
    this.#waitForGraph();
  }

  #waitForGraph(): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const isAway = computed(() => ['waiting', 'connecting'].includes(this.#live.state()));
    effect(() => {
      clearTimeout(timer);
      if (isAway()) timer = setTimeout(() => this.#isGraphLate.set(true), GRAPH_PATIENCE_MS);
      else this.#isGraphLate.set(false);
    });
    inject(DestroyRef).onDestroy(() => clearTimeout(timer));
  }
}

function reasonOf(step: Exclude<Step, 'well'>): string {
  switch (step) {
    case 'cut-off':
      return $localize`:@@reasonCutOff:Your network does not answer.`;
    case 'no-media':
      return $localize`:@@reasonNoMedia:No sound and no picture come through.`;
    case 'new-path':
      return $localize`:@@reasonNewPath:No sound and no picture come through. Looking for another way.`;
    case 'rejoining':
      return $localize`:@@reasonRejoining:Joining the meeting again.`;
  }
}
