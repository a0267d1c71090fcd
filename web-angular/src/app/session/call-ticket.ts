import { Injectable, signal } from '@angular/core';
import type { CallState } from '../graph/generated/graphql';

/** What lets one into the meeting of a call without another question. */
export interface Ticket {
  readonly callId: string;
  readonly code: string;
  /** The joining that the call has begun already: asked with it, the door gives the same participant. */
  readonly nonce: string;
  readonly isCameraOn: boolean;
}

/** The call that one made or answered in this tab, from the press of a button to the door of its meeting, and how it ended. */
@Injectable({ providedIn: 'root' })
export class CallTicket {
  #ticket: Ticket | undefined;
  readonly #endings = signal<ReadonlyMap<string, CallState>>(new Map());

  hold(ticket: Ticket): void {
    this.#ticket = ticket;
  }

  /** The ticket for this meeting, once: whoever comes back later looks into the mirror first, like everybody. */
  take(code: string): Ticket | undefined {
    const ticket = this.#ticket?.code === code ? this.#ticket : undefined;
    if (ticket) this.#ticket = undefined;
    return ticket;
  }

  /** A call stands there now. */
  note(code: string, state: CallState): void {
    this.#endings.update((all) => new Map(all).set(code, state));
  }

  /** Where the call of this meeting stood last, as far as this tab has heard. */
  stateOf(code: string | undefined): CallState | undefined {
    return code === undefined ? undefined : this.#endings().get(code);
  }
}
