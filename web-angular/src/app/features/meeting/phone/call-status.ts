import { ChangeDetectionStrategy, Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { CallByIdDocument, CallPartsFragment } from '../../../graph/generated/calls/graphql';
import { Graph } from '../../../graph/graph';
import { CallTicket } from '../../../session/call-ticket';
import { MeetingStore } from '../meeting-store';

/** Milliseconds between looks while somebody is rung: the inbox says when the call moves, and nobody when one of many declines. */
const LOOK_MS = 2_000;

/** Whom the call of this meeting rings, and who did not come. */
@Component({
  selector: 'parley-call-status',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div role="status" data-testid="call-status">
      @if (words(); as words) {
        <p [class.rings]="ringing().length">{{ words }}</p>
      }
    </div>
  `,
  styles: `
    p {
      margin: 0 0 1rem;
      padding: 0.5rem 1rem;
      border-radius: var(--radius-large);
      background: var(--surface);
      box-shadow: var(--elevation-2);
      text-align: center;
      overflow-wrap: anywhere;
    }
    .rings {
      animation: rings 1.6s ease-in-out infinite alternate;
    }
    @keyframes rings {
      to {
        opacity: 0.7;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .rings {
        animation: none;
      }
    }
  `,
})
export class CallStatus {
  readonly #graph = inject(Graph);
  readonly #store = inject(MeetingStore);
  readonly #call = signal<CallPartsFragment | undefined>(undefined);
  protected readonly ringing = computed(() => this.#call()?.callees.filter(({ state }) => state === 'RINGING') ?? []);
  protected readonly words = computed(() => {
    const [names, call] = [namesOf(this.ringing()), this.#call()];
    if (names) return $localize`:@@callingPeople:Calling ${names}:names:…`;
    if (!call || this.#store.attendees().length > 1) return undefined;
    const absent = call.callees.filter(({ state }) => state !== 'ACCEPTED');
    return absent.length ? $localize`:@@callNobodyYet:${namesOf(absent)}:names: did not answer` : undefined;
  });

  constructor() {
    const ticket = inject(CallTicket);
    effect((onCleanup) => {
      const meeting = this.#store.meeting();
      const id = meeting?.call?.id;
      // Whatever moves the call, and whoever comes or goes, is a reason to look.
      ticket.stateOf(meeting?.code);
      this.#store.attendees();
      if (!id) return;
      untracked(() => void this.#look(id));
      const timer = setInterval(() => {
        if (this.ringing().length) void this.#look(id);
      }, LOOK_MS);
      onCleanup(() => clearInterval(timer));
    });
  }

  async #look(id: string): Promise<void> {
    const answer = await this.#graph.ask(CallByIdDocument, { id }).catch(() => undefined);
    if (answer?.call) this.#call.set(answer.call);
  }
}

const namesOf = (people: readonly { displayName: string }[]): string =>
  people.map(({ displayName }) => displayName).join(', ');
