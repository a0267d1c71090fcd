import { Injectable } from '@nestjs/common';
import type { ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { Pace } from '@parley/subgraph';
import type { MemberId } from '../conversations/member.ts';

/** What one guest does: anybody with the link is one, and their address may be that of many. */
const OF_GUESTS = { most: 10, withinMs: 10_000 };

/** Counts what guests write and change: ten times in ten seconds at most, per instance. */
@Injectable()
export class GuestPace {
  private readonly pace = new Pace(OF_GUESTS);

  /** @throws Refused RATE_LIMITED; notes one time for a guest, nothing for others */
  take(conversationId: ConversationId, memberId: MemberId, isGuest: boolean): void {
    const retryAfterMs = isGuest ? this.pace.take(`${conversationId} ${memberId}`) : 0;
    if (retryAfterMs > 0)
      throw new Refused('RATE_LIMITED', 'That was a lot at once. Go on in a few seconds.', { retryAfterMs });
  }
}
