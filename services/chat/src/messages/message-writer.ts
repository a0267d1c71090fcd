import { Inject, Injectable } from '@nestjs/common';
import {
  messagesSent,
  parseId,
  topics,
  type ConversationId,
  type MessageId,
  type OrganisationId,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import { LivePublisher } from '@parley/live';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import type { MemberId } from '../conversations/member.ts';
import type { Attachment } from '../attachments/attachment.ts';
import { HeldFiles } from '../attachments/held-files.ts';
import { InboxService } from '../inbox/inbox.service.ts';
import type { Mentionable } from '../mentions/mention.repository.ts';
import { Mentions } from '../mentions/mentions.ts';
import { GuestPace } from './guest-pace.ts';
import { requireMayWrite } from './may-write.ts';
import { MessageBatcher, type Outcome } from './message-batcher.ts';
import { messageSentEvent } from './message.event.ts';
import { MessageRepository } from './message.repository.ts';
import { digestOf, quoteOf, type Author, type Message, type Saying, type Send } from './message.ts';
import { noticeFrom, type StoredNotice } from './notice.ts';
import { SendingRepository, type Sender } from './sending.repository.ts';

/** What is to be said, all questions answered. */
export interface ToSay {
  conversationId: ConversationId;
  sender: Author;
  body: string;
  nonce: string | null;
  digest: Buffer | null;
  notice?: StoredNotice;
  replyTo?: Message | undefined;
  mentioned?: readonly Mentionable[];
  /** Held for it. */
  attachments?: Attachment[];
}

/** Hot statements go by their keys, whatever the statistics of a young table say. */
export const BY_KEY = { enable_seqscan: 'off', plan_cache_mode: 'force_generic_plan' };
/** A batch waits no longer than this for the conversation that somebody else holds. */
const HASTY = { ...BY_KEY, lock_timeout: '500ms' };

/** Stores messages as G1 says: many senders in one transaction, each judged alone under the lock of their conversation. */
@Injectable()
export class MessageWriter {
  private readonly batcher = new MessageBatcher((organisationId, sends, isApart) =>
    this.storeAll(organisationId, sends, isApart ? BY_KEY : HASTY),
  );

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly sending: SendingRepository,
    private readonly messages: MessageRepository,
    private readonly mentions: Mentions,
    private readonly files: HeldFiles,
    private readonly pace: GuestPace,
    private readonly inbox: InboxService,
    private readonly live: LivePublisher,
  ) {}

  /**
   * Stores one with whatever else is sent meanwhile; answers after COMMIT. Undefined, with nothing done: their name is not known yet.
   * @throws Refused NOT_FOUND, FORBIDDEN, CONFLICT, RATE_LIMITED, UNAVAILABLE
   */
  store(organisationId: OrganisationId, send: Send): Promise<Message | undefined> {
    return this.batcher.submit(organisationId, send);
  }

  /** Puts messages behind one another into their conversations, in the order given. */
  async append(tx: Transaction, all: readonly ToSay[]): Promise<Message[]> {
    if (all.length === 0) return [];
    const drafts = all.map((said) => ({ ...said, id: newId('message'), replyToSeq: said.replyTo?.seq }));
    const places = await this.sending.append(tx, drafts);
    const stored = drafts.map((said, i) => messageAt(tx, said, places[i] as { seq: number; sentAt: Date }));
    await this.files.place(tx, stored);
    const messages = await this.mentions.note(
      tx,
      stored.map((message, i) => ({ message, mentioned: all[i]?.mentioned ?? [] })),
    );
    tx.publish(messagesSent, { organisationId: tx.organisationId, messages: messages.map(factOf) });
    await this.tell(tx, messages, all);
    return messages;
  }

  private storeAll(
    organisationId: OrganisationId,
    sends: readonly Send[],
    settings: Record<string, string>,
  ): Promise<Outcome[]> {
    return this.unitOfWork.run(
      organisationId,
      async (tx) => {
        await this.sending.lock(tx, sends);
        const senders = await this.sending.senders(tx, sends);
        const judged: (ToSay | { already: Outcome })[] = [];
        for (const [i, send] of sends.entries()) judged.push(await this.judge(tx, send, senders[i]).catch(refusal));
        const written = await this.append(
          tx,
          judged.filter((one) => 'sender' in one),
        );
        const next = written.values();
        return judged.map((one) => ('sender' in one ? next.next().value : one.already));
      },
      settings,
    );
  }

  private async judge(tx: Transaction, send: Send, member: Sender | undefined): Promise<ToSay | { already: Outcome }> {
    const { conversationId, memberId, saying, nonce } = send;
    if (!member) throw Refused.notFound('conversation', 'conversationId');
    if (nonce !== null && member.hasSaid) return { already: await this.said(tx, send, nonce) };
    requireMayWrite(member);
    const { isGuest, named } = member;
    if (!named) return { already: undefined };
    // Behind the nonce: what is stored is answered, however often it is asked for.
    this.pace.take(conversationId, memberId, isGuest);
    const mentioned = await this.mentions.find(tx, conversationId, saying.mentions);
    const replyTo = await this.answered(tx, conversationId, memberId, saying.replyToId);
    const sender = { ...named, userId: memberId, isGuest, isSystem: false };
    const digest = nonce === null ? null : digestOf(saying);
    // Last: what is held is held, whatever would be refused behind it.
    const attachments = await this.files.hold(tx, conversationId, memberId, saying.attachments);
    return { conversationId, sender, body: saying.body, nonce, digest, replyTo, mentioned, attachments };
  }

  private async said(tx: Transaction, { conversationId, memberId, saying }: Send, nonce: string): Promise<Message> {
    const before = await this.messages.findByNonce(tx, conversationId, memberId, nonce);
    if (!before) throw new Error('what was found under a nonce is gone, behind the lock');
    return sameOrConflict(before, saying);
  }

  private async answered(
    tx: Transaction,
    conversationId: ConversationId,
    reader: MemberId,
    id: MessageId | null,
  ): Promise<Message | undefined> {
    if (id === null) return undefined;
    const [message] = await this.messages.findByIds(tx, reader, [id]);
    if (message?.conversationId !== conversationId) throw Refused.notFound('message', 'replyToId');
    return message;
  }

  /** Wakes the followers and the members' inboxes after COMMIT: each conversation once, with all that was said in it. */
  private async tell(tx: Transaction, messages: readonly Message[], all: readonly ToSay[]): Promise<void> {
    const told = new Map<ConversationId, Message[]>();
    for (const [i, message] of messages.entries()) {
      const { conversationId, seq, replyTo: quote } = message;
      const seqOfQuote = all[i]?.replyTo?.seq;
      const isSeenByAll =
        seqOfQuote === undefined || (await this.messages.isSeenByAll(tx, conversationId, seqOfQuote, seq));
      const event = isSeenByAll ? message : { ...message, replyTo: quote && { ...quote, excerpt: null } };
      const before = told.get(conversationId);
      if (before) before.push(event);
      else told.set(conversationId, [event]);
    }
    for (const id of told.keys()) this.inbox.tellMembers(tx, id);
    tx.afterCommit(() => {
      for (const [id, events] of told) this.live.publish(topics.conversation(id), events.map(messageSentEvent));
    });
  }
}

function refusal(error: unknown): { already: Refused } {
  if (error instanceof Refused) return { already: error };
  throw error;
}

function messageAt(
  tx: Transaction,
  { id, conversationId, body, sender, notice, replyTo, attachments = [] }: ToSay & { id: MessageId },
  place: { seq: number; sentAt: Date },
): Message {
  return {
    organisationId: tx.organisationId,
    id,
    conversationId,
    ...place,
    body,
    author: sender,
    notice: notice ? noticeFrom(notice) : null,
    editedAt: null,
    deletedAt: null,
    replyTo: replyTo ? quoteOf(replyTo) : null,
    reactions: [],
    mentions: [],
    attachments,
    preview: null,
  };
}

function sameOrConflict({ message, digest }: { message: Message; digest: Buffer | null }, saying: Saying): Message {
  // Before digests were kept, nothing was edited, answered or mentioned.
  const known = digest ?? digestOf({ body: message.body, replyToId: null, mentions: [], attachments: [] });
  if (known.equals(digestOf(saying))) return message;
  throw new Refused('CONFLICT', 'This nonce has been used for another message.', { field: ['clientNonce'] });
}

function factOf({ id, conversationId, seq, sentAt, author }: Message) {
  return {
    conversationId,
    messageId: id,
    seq,
    senderId: author.isSystem ? null : (parseId('user', author.userId) ?? null),
    sentAt: sentAt.toISOString(),
  };
}
