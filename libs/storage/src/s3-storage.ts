import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { open, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { ByteRange, Storage, StoredObject } from './storage.ts';

/** Tries of one request, with the client's growing pauses between them. */
const TRIES = 5;
/** Bytes of a part of a large file: S3 takes 10,000 of them, each of 5 MiB at least but the last. */
const PART_BYTES = 16 * 1024 * 1024;

/** Where an S3 API is, and as whom it is spoken to. */
export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly accessKey?: string | undefined;
  readonly secretKey?: string | undefined;
}

/** Objects of a bucket, by any S3 API. Requests that fail are tried again, each time after a longer pause. */
export class S3Storage implements Storage {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor({ bucket, region, endpoint, accessKey, secretKey }: S3Options) {
    this.bucket = bucket;
    this.client = new S3Client({
      region,
      maxAttempts: TRIES,
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      ...(accessKey && secretKey ? { credentials: { accessKeyId: accessKey, secretAccessKey: secretKey } } : {}),
      // Other S3s do not know Amazon's newer checksums.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: bytes }));
  }

  async putFile(key: string, path: string, contentType: string): Promise<void> {
    const { size } = await stat(path);
    const file = await open(path, 'r');
    try {
      await this.upload(key, contentType, size, async (first, length) => {
        const bytes = Buffer.alloc(length);
        await file.read(bytes, 0, length, first);
        return bytes;
      });
    } finally {
      await file.close();
    }
    await rm(path, { force: true });
  }

  async list(prefix: string): Promise<StoredObject[]> {
    const objects: StoredObject[] = [];
    const pages = paginateListObjectsV2({ client: this.client }, { Bucket: this.bucket, Prefix: `${prefix}/` });
    for await (const { Contents = [] } of pages)
      for (const { Key, Size } of Contents) if (Key && !Key.endsWith('/')) objects.push({ key: Key, bytes: Size ?? 0 });
    return objects;
  }

  async size(key: string): Promise<number | undefined> {
    try {
      const head = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key }));
      return head.ContentLength;
    } catch (error) {
      if (error instanceof Error && ['NotFound', 'NoSuchKey'].includes(error.name)) return undefined;
      throw error;
    }
  }

  async read(key: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.first}-${range.last}`;
    const { Body } = await this.client.send(
      new GetObjectCommand({ Bucket: this.bucket, Key: key, ...(Range ? { Range } : {}) }),
    );
    return Body as Readable;
  }

  async removeAll(prefix: string): Promise<void> {
    const keys = (await this.list(prefix)).map(({ key }) => ({ Key: key }));
    for (let first = 0; first < keys.length; first += 1_000) {
      const Objects = keys.slice(first, first + 1_000);
      const { Errors = [] } = await this.client.send(
        new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors[0]) throw new Error(`S3 does not delete: ${Errors[0].Code ?? 'no reason given'}`);
    }
  }

  close(): void {
    this.client.destroy();
  }

  /** In parts, one after the other: however large it is, no more than one of them is in memory. */
  private async upload(
    key: string,
    contentType: string,
    size: number,
    slice: (first: number, length: number) => Promise<Buffer>,
  ): Promise<void> {
    const target = { Bucket: this.bucket, Key: key };
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ ...target, ContentType: contentType }),
    );
    try {
      const Parts = [];
      for (let first = 0, PartNumber = 1; first < size || PartNumber === 1; first += PART_BYTES, PartNumber += 1) {
        const Body = await slice(first, Math.min(PART_BYTES, size - first));
        const { ETag } = await this.client.send(new UploadPartCommand({ ...target, UploadId, PartNumber, Body }));
        Parts.push({ ETag, PartNumber });
      }
      await this.client.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    } catch (error) {
      await this.client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(() => undefined);
      throw error;
    }
  }
}
