import { Injectable } from '@nestjs/common';
import type { CallLine, CallSnapshot, ConversationId, UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { ConversationRepository } from '../conversations/conversation.repository.ts';
import { ConversationService } from '../conversations/conversation.service.ts';
import { MessageService } from '../messages/message.service.ts';
import { MissedRepository } from '../missed/missed.repository.ts';
import { ReadMarkRepository } from '../reads/read-mark.repository.ts';
import { noticeOf } from './call-notice.ts';

const STATES = { CALL_MISSED: 'MISSED', CALL_DECLINED: 'DECLINED', CALL_ENDED: 'ENDED' } as const;
const minutes = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
const BODIES = {
  CALL_MISSED: ({ caller }: CallSnapshot) => `Missed call from ${caller.displayName}`,
  CALL_DECLINED: ({ caller }: CallSnapshot) => `Declined call from ${caller.displayName}`,
  CALL_ENDED: ({ caller }: CallSnapshot, seconds: number) => `Call from ${caller.displayName}, ${minutes(seconds)}`,
} as const;

/** What conversations say of calls: Parley's own lines, each once. */
@Injectable()
export class CallLines {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly service: ConversationService,
    private readonly messages: MessageService,
    private readonly marks: ReadMarkRepository,
    private readonly missed: MissedRepository,
  ) {}

  /** In the conversation that the call was made from, if everybody is in it; else in each one's own with the caller. */
  async say(tx: Transaction, call: CallSnapshot, { kind, userIds, durationSeconds }: CallLine): Promise<void> {
    const said = {
      body: BODIES[kind](call, durationSeconds ?? 0),
      nonce: `${call.callId} ${kind}`,
      notice: { kind, url: call.meetingUrl, call: noticeOf(call, STATES[kind]), durationSeconds },
    };
    const { userId: callerId } = call.caller;
    const places = await this.places(tx, call, userIds);
    // Whoever takes several conversations takes them in the order of their ids.
    for (const { conversationId, people } of places.toSorted((a, b) =>
      a.conversationId < b.conversationId ? -1 : 1,
    )) {
      const seq = await this.messages.announce(tx, { conversationId, ...said });
      // Whoever was there knows; unread it is for whoever missed it.
      const knowing = kind === 'CALL_MISSED' ? [callerId] : [callerId, ...people];
      if (seq === undefined) continue;
      await this.marks.pass(tx, knowing, conversationId, seq);
      if (kind === 'CALL_MISSED') await this.missed.addCall(tx, people, conversationId, seq);
    }
  }

  private async places(
    tx: Transaction,
    { conversationId, caller }: CallSnapshot,
    userIds: UserId[],
  ): Promise<{ conversationId: ConversationId; people: UserId[] }[]> {
    if (conversationId && (await this.conversations.holds(tx, conversationId, [caller.userId, ...userIds])))
      return [{ conversationId, people: userIds }];
    const places = [];
    for (const userId of userIds.toSorted())
      places.push({ conversationId: await this.service.direct(tx, caller.userId, userId), people: [userId] });
    return places;
  }
}
