import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { uuidOf, type AttachmentId, type OrganisationId } from '@parley/contracts';
import { openStorage, type Storage } from '@parley/storage';
import type { ChatConfig } from '../config.ts';

/** Where files lie, and what is let in. */
export interface Files {
  readonly storage: Storage;
  /** A directory for what is still coming in. */
  readonly incoming: string;
  readonly mostBytes: number;
}

/** Null where this installation takes no files. */
export async function openFiles(config: ChatConfig): Promise<Files | null> {
  const { FILES_DIR: directory, FILES_MOST_MIB } = config;
  if (!directory) return null;
  const incoming = join(directory, 'incoming');
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const storage = await openStorage({
    directory: join(directory, 'objects'),
    bucket: config.FILES_S3_BUCKET,
    region: config.FILES_S3_REGION,
    endpoint: config.FILES_S3_ENDPOINT,
    accessKey: config.FILES_S3_ACCESS_KEY,
    secretKey: config.FILES_S3_SECRET_KEY,
  });
  return { storage, incoming, mostBytes: FILES_MOST_MIB * 1024 * 1024 };
}

/** Below which key all of one file lies. */
export const keyOf = ({ organisationId, id }: { organisationId: OrganisationId; id: AttachmentId }): string =>
  `${uuidOf(organisationId)}/${uuidOf(id)}`;
