import { open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { Refused } from '@parley/errors';
import { isPictureType, PictureMaker, type OpenPicture } from '@parley/pictures';
import { announcedBytes } from '@parley/storage';
import type { Logger } from '@parley/telemetry';
import { ANY_TYPE, type AnnouncedFile } from './attachment.ts';
import { keyOf, type Files } from './files.ts';
import { HEAD_BYTES, judgeType } from './judge-type.ts';

/** Sides of a preview at most, in pixels. */
const PREVIEW = 960;
const QUALITY = 78;
/** Whatever is left of what came in by a process that died goes after this, in milliseconds. */
const LEFT_MS = 6 * 3_600_000;

/** What a file turned out to be. */
export interface Arrived {
  readonly type: string;
  /** Pixels of a picture. */
  readonly sides: { width: number; height: number } | undefined;
}

interface Preview {
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Brings bytes from a request to where files lie, by way of this machine's disk: until they are known to be good, they count for nothing. */
@Injectable()
export class Incoming {
  private readonly pictures = new PictureMaker();

  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  /** @throws Refused BAD_USER_INPUT (not what was announced, a false type, a picture that is broken or too large), UNAVAILABLE */
  async receive({ storage, incoming }: Files, file: AnnouncedFile, stream: Readable): Promise<Arrived> {
    const path = join(incoming, randomUUID());
    try {
      const type = await judgeType(file.contentType, await write(path, announcedBytes(stream, file)));
      const preview = isPictureType(type) ? await this.pictures.make(path, previewOf) : undefined;
      const key = keyOf(file);
      try {
        if (preview) await storage.put(`${key}/preview`, preview.bytes);
        await storage.putFile(`${key}/file`, path, ANY_TYPE);
      } catch (error) {
        this.log.error({ err: error }, 'the storage does not take a file');
        throw new Refused('UNAVAILABLE', 'The file could not be stored. Try again in a moment.');
      }
      return { type, sides: preview && { width: preview.width, height: preview.height } };
    } finally {
      await rm(path, { force: true });
    }
  }

  /** Clears away what processes that died have left. */
  async tidy({ incoming }: Files): Promise<void> {
    for (const name of await readdir(incoming)) {
      const path = join(incoming, name);
      const written = await stat(path).catch(() => undefined);
      if (written && Date.now() - written.mtimeMs > LEFT_MS) await rm(path, { force: true });
    }
  }
}

/** The first bytes of what was written. */
async function write(path: string, pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const head: Buffer[] = [];
  let missing = HEAD_BYTES;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) {
      if (missing > 0) head.push(piece.subarray(0, missing));
      missing -= piece.length;
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return Buffer.concat(head);
}

async function previewOf({ picture, width, height }: OpenPicture): Promise<Preview> {
  const small = picture.resize(PREVIEW, PREVIEW, { fit: 'inside', withoutEnlargement: true });
  return { bytes: await small.webp({ quality: QUALITY }).toBuffer(), width, height };
}
