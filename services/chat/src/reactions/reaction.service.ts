import { Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { ConversationLog } from '../conversations/conversation-log.ts';
import { GuestPace } from '../messages/guest-pace.ts';
import {
  HeldMessage,
  requireMayWrite,
  requirePresent,
  type Held,
  type MessagePlace,
} from '../messages/held-message.ts';
import { MessageRepository } from '../messages/message.repository.ts';
import type { Message } from '../messages/message.ts';
import { MOST_EMOJI, requireEmoji } from './reaction.ts';
import { ReactionRepository } from './reaction.repository.ts';

/** What people think of messages, one emoji each time; an event of the log, unless it is so already. */
@Injectable()
export class ReactionService {
  constructor(
    private readonly held: HeldMessage,
    private readonly reactions: ReactionRepository,
    private readonly messages: MessageRepository,
    private readonly log: ConversationLog,
    private readonly pace: GuestPace,
  ) {}

  /**
   * From now on one reacts with this emoji, or does no longer. A second time changes nothing.
   * @throws Refused BAD_USER_INPUT (not exactly one emoji; a 21st one), NOT_FOUND, FORBIDDEN (one's role in the meeting), CONFLICT
   *   (deleted), RATE_LIMITED (guests), UNAUTHENTICATED
   */
  async set(caller: Caller, place: MessagePlace, wanted: { emoji: string; on: boolean }): Promise<Message> {
    const { on } = wanted;
    const emoji = requireEmoji(wanted.emoji);
    return this.held.as(caller, place, async (held) => {
      requirePresent(held);
      requireMayWrite(held);
      const { tx, message, me } = held;
      if ((await this.reactions.isOn(tx, message, emoji, me)) === on) return message;
      const { reactions, conversationId, id: messageId } = message;
      const alike = reactions.find((reaction) => reaction.emoji === emoji);
      if (on && !alike && reactions.length >= MOST_EMOJI)
        throw Refused.badInput(`A message has at most ${MOST_EMOJI} different reactions.`, 'emoji');
      this.pace.take(conversationId, me.userId, me.isGuest);
      const count = (alike?.count ?? 0) + (on ? 1 : -1);
      const news = { kind: 'REACTION_CHANGED' as const, messageId, emoji, user: me, on, count };
      const seq = await this.log.append(tx, conversationId, news, []);
      if (on) await this.reactions.add(tx, message, emoji, me, seq);
      else await this.reactions.remove(tx, message, emoji, me);
      return this.now(held);
    });
  }

  private async now({ tx, message, memberId }: Held): Promise<Message> {
    return (await this.messages.findByIds(tx, memberId, [message.id]))[0] ?? message;
  }
}
