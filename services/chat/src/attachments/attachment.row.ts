import { idFrom, type OrganisationId } from '@parley/contracts';
import type { AttachmentLinks } from './attachment-links.ts';
import type { Attachment } from './attachment.ts';

/** A file in a message as Postgres writes it. */
export interface AttachmentRow {
  id: string;
  name: string;
  type: string;
  size: number;
  width: number | null;
  height: number | null;
}

/** One file as JSON. */
export const attachmentColumns = (of: string): string =>
  `jsonb_build_object('id', ${of}.id, 'name', ${of}.name, 'type', ${of}.content_type, 'size', ${of}.byte_length, 'width', ${of}.width, 'height', ${of}.height)`;

/** As whoever may read the message sees it, with addresses that are good from now on. */
export function attachmentOf(row: AttachmentRow, organisationId: OrganisationId, links: AttachmentLinks): Attachment {
  const id = idFrom('attachment', row.id);
  return {
    ...row,
    id,
    url: links.to({ organisationId, id, part: 'file' }),
    previewUrl: row.width === null ? null : links.to({ organisationId, id, part: 'preview' }),
  };
}
