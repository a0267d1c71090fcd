import { inject, Injectable } from '@angular/core';
import { CallTicket, Ticket } from '../../../session/call-ticket';
import { CallDesk } from '../../calls/call-desk';
import { MediaChoice } from '../pre-join/media-choice';

/** Where a meeting is a call: one comes in without the mirror, and whoever leaves hangs up. */
@Injectable({ providedIn: 'root' })
export class Phone {
  readonly #ticket = inject(CallTicket);
  readonly #choice = inject(MediaChoice);
  readonly #desk = inject(CallDesk);

  /** One has just called, or answered: what one brings is decided. */
  pickUp(code: string): Ticket | undefined {
    const ticket = this.#ticket.take(code);
    if (ticket) this.#choice.bring({ isMicrophoneOn: true, isCameraOn: ticket.isCameraOn });
    return ticket;
  }

  hangUp(callId: string | undefined): void {
    if (callId) void this.#desk.hangUp(callId);
  }
}
