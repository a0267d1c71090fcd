import { DiskStorage } from './disk-storage.ts';
import type { S3Options } from './s3-storage.ts';
import type { Storage } from './storage.ts';

/** Where objects are to lie: in a bucket when one is named, else below a directory. */
export interface StoragePlace extends Omit<S3Options, 'bucket'> {
  readonly directory: string;
  readonly bucket?: string | undefined;
}

/** The storage that a configuration names: a bucket of an S3 API, or this machine's disk. */
export async function openStorage({ directory, bucket, ...s3 }: StoragePlace): Promise<Storage> {
  if (!bucket) return new DiskStorage(directory);
  // S3's client is a third of the program: whoever has a disk does without it.
  const { S3Storage } = await import('./s3-storage.ts');
  return new S3Storage({ bucket, ...s3 });
}
