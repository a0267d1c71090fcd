import { createHmac } from 'node:crypto';
import { recordingAddressText, type RecordingAddress } from '@parley/contracts';

/** Seconds that an address of a file is good for. */
export const ADDRESS_SECONDS = 600;

/** The address of a file, below `base`, with its signature. */
export function recordingUrl(base: string, secret: string, address: RecordingAddress): string {
  const signature = createHmac('sha256', secret).update(recordingAddressText(address)).digest('base64url');
  const query = new URLSearchParams({
    key: address.key,
    type: address.contentType,
    name: address.fileName,
    expires: String(address.expires),
    signature,
  });
  return `${base}/recordings/${address.recordingId}?${query.toString()}`;
}

/** What a download is called: the meeting's title without what file systems dislike, and when it was recorded. */
export function fileNameOf(title: string, startedAt: Date, contentType: string): string {
  const words = title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  const when = startedAt.toISOString().slice(0, 16).replace('T', ' ').replace(':', '.');
  return `${words || 'Meeting'} ${when}.${contentType === 'video/mp4' ? 'mp4' : 'webm'}`;
}
