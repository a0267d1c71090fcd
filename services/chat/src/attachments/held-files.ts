import { Injectable } from '@nestjs/common';
import type { AttachmentId, ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { Transaction } from '@parley/persistence';
import type { MemberId } from '../conversations/member.ts';
import type { Message } from '../messages/message.ts';
import { AttachmentLinks } from './attachment-links.ts';
import { AttachmentRepository } from './attachment.repository.ts';
import { attachmentOf } from './attachment.row.ts';
import type { Attachment } from './attachment.ts';

/** Takes files into messages: held while a message is judged, placed when it stands, under the lock of the conversation. */
@Injectable()
export class HeldFiles {
  constructor(
    private readonly attachments: AttachmentRepository,
    private readonly links: AttachmentLinks,
  ) {}

  /**
   * Files of this sender that are nobody else's from now on, in the order given; all of them or none.
   * @throws Refused NOT_FOUND: one that is not theirs, not of this conversation, not there (yet, or any more) or in a message already
   */
  async hold(
    tx: Transaction,
    conversationId: ConversationId,
    owner: MemberId,
    ids: readonly AttachmentId[],
  ): Promise<Attachment[]> {
    if (ids.length === 0) return [];
    const rows = await this.attachments.hold(tx, conversationId, owner, ids);
    if (rows.length < ids.length) throw Refused.notFound('file', 'attachmentIds');
    return rows.map((row) => attachmentOf(row, tx.organisationId, this.links));
  }

  /** They are in the messages that they were held for. */
  async place(tx: Transaction, messages: readonly Message[]): Promise<void> {
    const files = messages.flatMap(({ seq, attachments }) => attachments.map(({ id }, place) => ({ id, seq, place })));
    if (files.length > 0) await this.attachments.place(tx, files);
  }
}
