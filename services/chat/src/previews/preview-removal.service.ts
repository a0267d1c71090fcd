import { Injectable } from '@nestjs/common';
import type { Caller } from '@parley/identity';
import { ConversationLog } from '../conversations/conversation-log.ts';
import { HeldMessage, requireOwn, type MessagePlace } from '../messages/held-message.ts';
import { MessageRepository } from '../messages/message.repository.ts';
import type { Message } from '../messages/message.ts';
import { PreviewRepository } from './preview.repository.ts';

/** Authors take away what is shown of where their messages lead. */
@Injectable()
export class PreviewRemoval {
  constructor(
    private readonly held: HeldMessage,
    private readonly previews: PreviewRepository,
    private readonly messages: MessageRepository,
    private readonly log: ConversationLog,
  ) {}

  /**
   * The message is shown without it from now on, as long as its first link stays the same. Without one nothing changes.
   * @throws Refused NOT_FOUND, FORBIDDEN (another author), UNAUTHENTICATED
   */
  remove(caller: Caller, place: MessagePlace): Promise<Message> {
    return this.held.as(caller, place, async (held) => {
      requireOwn(held);
      const { tx, message } = held;
      if (!message.preview) return message;
      const { conversationId, id: messageId, seq } = message;
      await this.previews.remove(tx, conversationId, seq);
      const news = { kind: 'PREVIEW_CHANGED' as const, messageId, messageSeq: seq };
      await this.log.append(tx, conversationId, news, [], (at) =>
        this.messages.findForAll(tx, conversationId, seq, at),
      );
      return { ...message, preview: null };
    });
  }
}
