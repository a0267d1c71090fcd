import type { OrganisationId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { requireAnnounced, type Announced, type AnnouncedSize } from '@parley/storage';

/** A file that somebody says they will send. */
export interface AnnouncedFile extends Announced {
  /** MIME type, without parameters. */
  readonly contentType: string;
}

/** Bytes that may come, and from whom. */
export interface Upload extends AnnouncedFile {
  readonly organisationId: OrganisationId;
  readonly userId: UserId;
}

/** What is let in. */
export interface UploadLimits {
  readonly contentTypes: readonly string[];
  readonly mostBytes: number;
}

/** @throws Refused BAD_USER_INPUT */
export function requireFile(
  { contentType, ...size }: AnnouncedSize & { contentType: string },
  { contentTypes, mostBytes }: UploadLimits,
): AnnouncedFile {
  if (!contentTypes.includes(contentType))
    throw Refused.badInput(`This kind of file is not taken. Use ${contentTypes.join(', ')}.`, 'contentType');
  return { contentType, ...requireAnnounced(size, mostBytes) };
}
