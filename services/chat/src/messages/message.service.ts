import { Inject, Injectable } from '@nestjs/common';
import { idFrom, parseId, type ConversationId, type MessageId, type OrganisationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Caller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Page } from '@parley/subgraph';
import type { MemberId, Reader } from '../conversations/member.ts';
import { requireAttachmentIds } from '../attachments/attachment.ts';
import { requireMentions } from '../mentions/mention.ts';
import { Readers } from '../meeting-chats/readers.ts';
import { PersonService } from '../people/person.service.ts';
import { MessageRepository } from './message.repository.ts';
import { MessageWriter } from './message-writer.ts';
import { requireBody, requireNonce, type Author, type Message } from './message.ts';
import type { StoredNotice } from './notice.ts';

/** Parley itself, whose user id names nobody. */
const PARLEY: Author = {
  userId: idFrom('user', '0'.repeat(32)),
  displayName: 'Parley',
  avatarUrl: null,
  isGuest: false,
  isSystem: true,
};

/** Messages: sending as G1 says, and reading what one may read. */
@Injectable()
export class MessageService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly messages: MessageRepository,
    private readonly people: PersonService,
    private readonly readers: Readers,
    private readonly writer: MessageWriter,
  ) {}

  /**
   * Stores a message and answers only after COMMIT. The same nonce with the same words answers with what is stored.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (not in the conversation; no such message there to answer, no such member to
   *   mention, no such file of one's own), FORBIDDEN (one's role in the meeting; one of the two blocks the other), CONFLICT (the nonce's message was another
   *   one), RATE_LIMITED (a guest, behind ten in ten seconds), UNAUTHENTICATED (neither account nor
   *   guest token)
   */
  async send(
    caller: Caller,
    input: {
      conversationId: ConversationId;
      body: string;
      replyToId: MessageId | null;
      mentions?: readonly string[] | null | undefined;
      attachmentIds?: readonly string[] | null | undefined;
      clientNonce?: string | null | undefined;
      guestToken?: string | null | undefined;
    },
  ): Promise<Message> {
    const { conversationId, guestToken } = input;
    const mentions = requireMentions(input.mentions ?? []);
    const attachments = requireAttachmentIds(input.attachmentIds ?? []);
    const body = requireBody(input.body, attachments.length > 0);
    const saying = { body, replyToId: input.replyToId, mentions, attachments };
    const nonce = requireNonce(input.clientNonce);
    return this.readers.as(caller, conversationId, guestToken, async ({ organisationId, memberId }) => {
      const send = { conversationId, memberId, saying, nonce };
      const message = await this.writer.store(organisationId, send);
      if (message) return message;
      await this.learnOf(organisationId, memberId);
      return (await this.writer.store(organisationId, send)) ?? unknown();
    });
  }

  list({ organisationId, memberId }: Reader, conversationId: ConversationId, page: Page): Promise<Message[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.messages.list(tx, memberId, conversationId, page));
  }

  /** A message and its neighbours, at most `limit` together; undefined when they may read none with this id there. */
  async around(
    { organisationId, memberId }: Reader,
    conversationId: ConversationId,
    id: MessageId,
    limit: number,
  ): Promise<{ rows: Message[]; hasBefore: boolean; hasAfter: boolean } | undefined> {
    return this.unitOfWork.run(organisationId, async (tx) => {
      const [it] = await this.messages.findByIds(tx, memberId, [id]);
      if (it?.conversationId !== conversationId) return undefined;
      const side = async (direction: Page['direction'], count: number) => {
        const asked: Page = { direction, limit: count, key: [String(it.seq)] };
        const rows = await this.messages.list(tx, memberId, conversationId, asked);
        return { rows: rows.slice(0, count), isMore: rows.length > count };
      };
      const before = await side('backward', Math.floor((limit - 1) / 2));
      const after = await side('forward', Math.ceil((limit - 1) / 2));
      const rows = [...before.rows.toReversed(), it, ...after.rows];
      return { rows, hasBefore: before.isMore, hasAfter: after.isMore };
    });
  }

  newest({ organisationId, memberId }: Reader, ids: readonly ConversationId[]): Promise<Message[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.messages.newest(tx, memberId, ids));
  }

  findByIds({ organisationId, memberId }: Reader, ids: readonly MessageId[]): Promise<Message[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.messages.findByIds(tx, memberId, ids));
  }

  /** Parley itself says something, once per nonce: at which seq it stands now, undefined when it stood there before. */
  async announce(
    tx: Transaction,
    said: { conversationId: ConversationId; body: string; nonce: string; notice: StoredNotice },
  ): Promise<number | undefined> {
    if (await this.messages.findByNonce(tx, said.conversationId, PARLEY.userId, said.nonce)) return undefined;
    const [message] = await this.writer.append(tx, [{ ...said, sender: PARLEY, digest: null }]);
    return message?.seq;
  }

  /** Auth is asked for a member of whom chat has not heard. */
  private async learnOf(organisationId: OrganisationId, memberId: MemberId): Promise<void> {
    const userId = parseId('user', memberId);
    if (userId) await this.people.findByIds(organisationId, [userId]);
  }
}

function unknown(): never {
  throw Refused.notFound('conversation', 'conversationId');
}
