import { join } from 'node:path';
import { openStorage as open, type Storage } from '@parley/storage';
import type { RecorderConfig } from '../config.ts';

/** Nest's name for the storage that was chosen. */
export const STORAGE = Symbol('parley:recordings-storage');

/** The storage that the configuration names: a bucket, or this machine's disk. */
export function openStorage(config: RecorderConfig): Promise<Storage> {
  return open({
    directory: join(config.RECORDINGS_DIR, 'objects'),
    bucket: config.RECORDINGS_S3_BUCKET,
    region: config.RECORDINGS_S3_REGION,
    endpoint: config.RECORDINGS_S3_ENDPOINT,
    accessKey: config.RECORDINGS_S3_ACCESS_KEY,
    secretKey: config.RECORDINGS_S3_SECRET_KEY,
  });
}
