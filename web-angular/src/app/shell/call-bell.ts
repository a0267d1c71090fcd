import { inject, Injectable } from '@angular/core';
import { IncomingCalls } from '../features/calls/incoming-calls';
import { Inbox, InboxEvent } from '../graph/inbox';
import { CallTicket } from '../session/call-ticket';

/** What an inbox tells of calls. */
export type CallEvent = Extract<InboxEvent, { __typename: 'CallRinging' | 'CallSettled' }>;

/** Hears of calls on every page. */
@Injectable({ providedIn: 'root' })
export class CallBell {
  constructor() {
    const [inbox, calls, ticket] = [inject(Inbox), inject(IncomingCalls), inject(CallTicket)];
    // What rings already is told by no event: a fresh page looks, and so does one that has been away.
    let hasLooked = inbox.isReady;
    if (hasLooked) void calls.look();
    inbox.listen(
      (event) => {
        if (event.__typename === 'CallSettled') ticket.note(event.call.meetingCode, event.call.state);
        if (event.__typename === 'CallRinging' || event.__typename === 'CallSettled') calls.hear(event);
        if (event.__typename !== 'InboxReady' || hasLooked) return;
        hasLooked = true;
        void calls.look();
      },
      () => void calls.look(),
    );
  }
}
