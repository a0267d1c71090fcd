import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { AttachmentId, ConversationId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork } from '@parley/persistence';
import { newUploadToken, readUploadToken, requireAnnounced, type AnnouncedSize } from '@parley/storage';
import { Pace } from '@parley/subgraph';
import { Readers } from '../meeting-chats/readers.ts';
import { requireMayWrite } from '../messages/may-write.ts';
import { SendingRepository } from '../messages/sending.repository.ts';
import type { FileAddress } from './attachment-links.ts';
import { requireName, requireType } from './attachment.ts';
import { AttachmentRepository, type ReadableFile } from './attachment.repository.ts';
import type { Files } from './files.ts';
import { Incoming } from './incoming.ts';
import { FILES } from './tokens.ts';

/** Links that one person may ask for. */
const LINKS = { most: 100, withinMs: 600_000 };
/** Files that come at the same time, at most. */
const MOST_AT_ONCE = 32;

/** A file that is announced, and the link to send it to. */
export interface UploadLink {
  readonly id: AttachmentId;
  /** The last part of the link's address. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** What somebody says of a file they want to send. */
export interface FileWanted extends AnnouncedSize {
  readonly conversationId: ConversationId;
  readonly name: string;
  readonly type: string;
}

/** Files from the link by which they come (G11: good once, for five minutes, for these very bytes) to the message they are in. */
@Injectable()
export class Attachments {
  private readonly pace = new Pace(LINKS);
  private coming = 0;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(FILES) private readonly files: Files | null,
    private readonly attachments: AttachmentRepository,
    private readonly sending: SendingRepository,
    private readonly readers: Readers,
    private readonly incoming: Incoming,
  ) {}

  /**
   * Lets somebody send a file into a conversation they may write in.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (not in the conversation), FORBIDDEN (may not write there; no files are taken here),
   *   RATE_LIMITED (behind a hundred in ten minutes), UNAVAILABLE
   */
  async prepare(caller: KnownCaller, wanted: FileWanted): Promise<UploadLink> {
    const { mostBytes } = this.requireFiles();
    const announced = requireAnnounced(wanted, mostBytes, 'size');
    const { conversationId } = wanted;
    const [name, contentType] = [requireName(wanted.name), requireType(wanted.type)];
    return this.readers.as({ user: caller }, conversationId, null, async ({ organisationId, memberId }) => {
      const id = newId('attachment');
      const token = newUploadToken(organisationId);
      const expiresAt = await this.unitOfWork.run(organisationId, async (tx) => {
        const [sender] = await this.sending.senders(tx, [{ conversationId, memberId }]);
        requireMayWrite(sender);
        this.takePace(caller);
        return this.attachments.announce(tx, memberId, token, { ...announced, id, conversationId, name, contentType });
      });
      return { id, token: token.text, expiresAt };
    });
  }

  /**
   * Takes what comes by a link. Whatever becomes of it, the link is used; what is refused is nowhere.
   * @throws Refused NOT_FOUND (no link, a used one, one whose time is over), BAD_USER_INPUT (not what was announced, a false type,
   *   a picture that is broken or too large), UNAVAILABLE
   */
  async receive(text: string, stream: Readable): Promise<AttachmentId> {
    const files = this.requireFiles();
    if (this.coming >= MOST_AT_ONCE)
      throw new Refused('UNAVAILABLE', 'Many files are coming in. Try again in a moment.');
    this.coming += 1;
    try {
      const token = readUploadToken(text);
      const file = token && (await this.unitOfWork.run(token.organisationId, (tx) => this.attachments.take(tx, token)));
      if (!file) throw linkIsOver();
      const { type, sides } = await this.incoming.receive(files, file, stream);
      const { organisationId, id } = file;
      const isWanted = await this.unitOfWork.run(organisationId, (tx) => this.attachments.store(tx, id, type, sides));
      if (!isWanted) throw linkIsOver();
      return id;
    } finally {
      this.coming -= 1;
    }
  }

  /** A file that is in a message; undefined for every other one. */
  find({ organisationId, id }: FileAddress): Promise<ReadableFile | undefined> {
    return this.unitOfWork.run(organisationId, (tx) => this.attachments.find(tx, id));
  }

  private requireFiles(): Files {
    if (!this.files) throw new Refused('FORBIDDEN', 'Files cannot be sent here: ask whoever runs this installation.');
    return this.files;
  }

  private takePace({ userId }: KnownCaller): void {
    const retryAfterMs = this.pace.take(userId);
    if (retryAfterMs > 0)
      throw new Refused('RATE_LIMITED', 'That were many files. Try again in a few minutes.', { retryAfterMs });
  }
}

const linkIsOver = () => new Refused('NOT_FOUND', 'This link was used, or its time is over. Ask for a new one.');
