import type { LinkPreview } from './link-preview.ts';

/** What the first link of `message m` leads to, as JSON, if it is shown. */
export const PREVIEW = `(SELECT jsonb_build_object('url', p.url, 'host', p.host, 'title', p.title, 'description', p.description, 'siteName', p.site_name)
     FROM message_preview p WHERE p.organisation_id = m.organisation_id AND p.conversation_id = m.conversation_id AND p.message_seq = m.seq
       AND p.removed_at IS NULL)`;

/** As Postgres writes it. */
export type PreviewRow = LinkPreview;
