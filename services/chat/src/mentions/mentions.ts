import { Injectable } from '@nestjs/common';
import { parseId, uuidOf, type ConversationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Transaction } from '@parley/persistence';
import type { MemberId } from '../conversations/member.ts';
import { InboxService } from '../inbox/inbox.service.ts';
import type { Author, Message } from '../messages/message.ts';
import { Notifier } from '../push/notifier.ts';
import { MentionRepository, type Mentionable } from './mention.repository.ts';

const authorOf = ({ hasInbox: _, ...author }: Mentionable): Author => author;

/** Whom messages mention: members alone, each told once per message. Within the transaction that holds the conversation. */
@Injectable()
export class Mentions {
  constructor(
    private readonly mentions: MentionRepository,
    private readonly inbox: InboxService,
    private readonly notifier: Notifier,
  ) {}

  /**
   * These members, in the order given.
   * @param seq of a message that is there already: they were in when it was said
   * @throws Refused NOT_FOUND: somebody is no member
   */
  async find(tx: Transaction, id: ConversationId, ids: readonly MemberId[], seq?: number): Promise<Mentionable[]> {
    if (ids.length === 0) return [];
    const found = new Map((await this.mentions.membersOf(tx, id, ids, seq)).map((one) => [one.userId, one]));
    return ids.map((memberId) => {
      const member = found.get(memberId);
      if (!member) throw Refused.notFound('member', 'mentions');
      return member;
    });
  }

  /** Notes whom these messages mention from now on, and gives them with that. */
  async note(
    tx: Transaction,
    all: readonly { message: Message; mentioned: readonly Mentionable[] }[],
  ): Promise<Message[]> {
    const noted: Message[] = [];
    const toTell: { userId: UserId; message: Message }[] = [];
    for (const { message: before, mentioned } of all) {
      const message = { ...before, mentions: mentioned.map(authorOf) };
      noted.push(message);
      if (mentioned.length === 0 && before.mentions.length === 0) continue;
      const news = await this.mentions.replace(tx, message.conversationId, message.seq, message.mentions);
      for (const { userId, hasInbox } of mentioned) {
        const user = parseId('user', userId);
        if (user && hasInbox && news.has(uuidOf(user)) && userId !== message.author.userId)
          toTell.push({ userId: user, message });
      }
    }
    // In the order of their ids, as every writer to several inboxes takes its locks.
    toTell.sort((a, b) => (a.userId < b.userId ? -1 : a.userId > b.userId ? 1 : 0));
    for (const { userId, message } of toTell) await this.inbox.tellMention(tx, userId, message);
    // Of a new message its fact has everybody told; of an edit there is none.
    for (const { userId, message } of toTell)
      if (message.editedAt) await this.notifier.said(tx, [message.id], [userId]);
    return noted;
  }
}
