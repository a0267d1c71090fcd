import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import { AttachmentRepository } from '../attachments/attachment.repository.ts';
import { AttachmentSweep } from '../attachments/attachment-sweep.ts';
import { ConversationLog } from '../conversations/conversation-log.ts';
import { requireMentions } from '../mentions/mention.ts';
import { Mentions } from '../mentions/mentions.ts';
import { Previews } from '../previews/previews.service.ts';
import { MessageWordRepository } from '../search/message-word.repository.ts';
import { GuestPace } from './guest-pace.ts';
import {
  HeldMessage,
  requireMayWrite,
  requireOwn,
  requirePresent,
  type Held,
  type MessagePlace,
} from './held-message.ts';
import { MessageChangeRepository, type EarlierBody } from './message-change.repository.ts';
import { MessageRepository } from './message.repository.ts';
import { requireBody, type Message } from './message.ts';

/** Authors change and take back what they said; each time an event of the log, unless it is so already. */
@Injectable()
export class MessageChangeService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldMessage,
    private readonly changes: MessageChangeRepository,
    private readonly messages: MessageRepository,
    private readonly mentions: Mentions,
    private readonly attachments: AttachmentRepository,
    private readonly sweep: AttachmentSweep,
    private readonly words: MessageWordRepository,
    private readonly previews: Previews,
    private readonly log: ConversationLog,
    private readonly pace: GuestPace,
  ) {}

  /**
   * The message says something else from now on; without `mentions` it goes on mentioning whom it did. Saying the same changes nothing.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (also: no such member to mention), FORBIDDEN (another author; one's role in the
   *   meeting), CONFLICT (deleted), RATE_LIMITED (guests), UNAUTHENTICATED
   */
  async edit(
    caller: Caller,
    place: MessagePlace,
    wanted: { body: string; mentions?: readonly string[] | null | undefined },
  ): Promise<Message> {
    const body = requireBody(wanted.body, true);
    const mentions = wanted.mentions ? requireMentions(wanted.mentions) : undefined;
    return this.held.as(caller, place, async (held) => {
      requireOwn(held);
      requirePresent(held);
      requireMayWrite(held);
      const { tx, message } = held;
      requireBody(body, message.attachments.length > 0);
      const before = message.mentions.map(({ userId }) => userId);
      const isSame = !mentions || mentions.toSorted().join() === before.toSorted().join();
      if (body === message.body && isSame) return message;
      this.takePace(held);
      const { conversationId, seq, id: messageId } = message;
      const mentioned = isSame ? undefined : await this.mentions.find(tx, conversationId, mentions, seq);
      const news = { kind: 'MESSAGE_EDITED' as const, messageId, messageSeq: seq };
      let edited: Message = message;
      await this.log.append(tx, conversationId, news, [], async (at) => {
        const editedAt = await this.changes.edit(tx, message, body, at);
        edited = { ...message, body, editedAt, preview: await this.previews.edited(tx, message, body) };
        // Before the mentioned: inboxes are taken in the order of their ids, and those of all members hold theirs.
        if (mentioned) [edited = message] = await this.mentions.note(tx, [{ message: edited, mentioned }]);
        return this.messages.findForAll(tx, conversationId, seq, at);
      });
      await this.words.take(tx, [messageId]);
      return edited;
    });
  }

  /**
   * The message's words, files, reactions, mentions and earlier bodies are gone; its place stays. A second time changes nothing.
   * @throws Refused NOT_FOUND, FORBIDDEN (another author), RATE_LIMITED (guests), UNAUTHENTICATED
   */
  async delete(caller: Caller, place: MessagePlace): Promise<Message> {
    return this.held.as(caller, place, async (held) => {
      requireOwn(held);
      const { tx, message } = held;
      if (message.deletedAt) return message;
      this.takePace(held);
      const deletedAt = await this.changes.delete(tx, message);
      const files = await this.attachments.detach(tx, message.conversationId, message.seq);
      if (files > 0) tx.afterCommit(() => this.sweep.kick());
      const news = { kind: 'MESSAGE_DELETED' as const, messageId: message.id, deletedAt: deletedAt.toISOString() };
      await this.log.append(tx, message.conversationId, news, []);
      await this.words.take(tx, [message.id]);
      return {
        ...message,
        body: '',
        deletedAt,
        editedAt: null,
        replyTo: null,
        reactions: [],
        mentions: [],
        attachments: [],
        preview: null,
      };
    });
  }

  /** What a message the reader was shown said before, the first body first. */
  earlierBodies(message: Message, page: Page): Promise<EarlierBody[]> {
    return this.unitOfWork.run(message.organisationId, (tx) =>
      this.changes.earlierBodies(tx, message.conversationId, message.seq, page),
    );
  }

  private takePace({ message, memberId, member }: Held): void {
    this.pace.take(message.conversationId, memberId, member.isGuest);
  }
}
