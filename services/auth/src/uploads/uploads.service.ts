import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { Pace } from '@parley/subgraph';
import { announcedBytes, newUploadToken, readUploadToken } from '@parley/storage';
import { requireFile, type Upload, type UploadLimits } from './upload.ts';
import { UploadRepository } from './upload.repository.ts';

/** Links that one person may have. */
const LINKS = { most: 20, withinMs: 600_000 };
/** Files that come at the same time, at most: each is held in memory. */
const MOST_AT_ONCE = 16;

/** A link to send bytes to. */
export interface UploadLink {
  /** The last part of its address. */
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * How bytes come in (G11): a link that is good once, for five minutes, and for exactly the bytes that were announced. It knows
 * nothing of what they are; whoever grants the link says what is let in, and judges what came.
 */
@Injectable()
export class Uploads {
  private readonly pace = new Pace(LINKS);
  private coming = 0;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly uploads: UploadRepository,
  ) {}

  /**
   * Lets somebody send something. A person has one link at a time: the newest.
   * @throws Refused BAD_USER_INPUT, RATE_LIMITED (behind twenty in ten minutes)
   */
  async grant(
    caller: KnownCaller,
    said: { contentType: string; byteLength: number; sha256: string },
    limits: UploadLimits,
  ): Promise<UploadLink> {
    const announced = requireFile(said, limits);
    const retryAfterMs = this.pace.take(caller.userId);
    if (retryAfterMs > 0)
      throw new Refused('RATE_LIMITED', 'That were many files. Try again in a few minutes.', { retryAfterMs });
    const token = newUploadToken(caller.organisationId);
    const expiresAt = await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.uploads.save(tx, caller.userId, token, announced),
    );
    return { token: token.text, expiresAt };
  }

  /**
   * Takes what comes by a link. Whatever becomes of it, the link is used.
   * @throws Refused NOT_FOUND (no link, a used one, one whose time is over), BAD_USER_INPUT (not what was announced), UNAVAILABLE
   */
  async receive(token: string, stream: Readable): Promise<{ upload: Upload; bytes: Buffer }> {
    const read = readUploadToken(token);
    const upload = read && (await this.unitOfWork.run(read.organisationId, (tx) => this.uploads.take(tx, read)));
    if (!upload) throw new Refused('NOT_FOUND', 'This link was used, or its time is over. Ask for a new one.');
    if (this.coming >= MOST_AT_ONCE)
      throw new Refused('UNAVAILABLE', 'Many files are coming in. Try again in a moment.');
    this.coming += 1;
    try {
      const pieces: Buffer[] = [];
      for await (const piece of announcedBytes(stream, upload)) pieces.push(piece);
      return { upload, bytes: Buffer.concat(pieces) };
    } finally {
      this.coming -= 1;
    }
  }
}
