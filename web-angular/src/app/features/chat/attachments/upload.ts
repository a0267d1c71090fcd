import type { StoredMessage } from '../message-log';

/** A file in a message. */
export type Attachment = StoredMessage['attachments'][number];

/** Files of one message, at most. */
export const MOST_FILES = 10;
/** What can be read into memory to say its hash, in bytes. The server may take less, and says so. */
export const MOST_BYTES = 500 * 1024 * 1024;

/** A file on its way to be sent with the next message of a conversation. */
export interface Upload {
  readonly key: string;
  readonly file: File;
  readonly state: 'sending' | 'ready' | 'failed';
  /** The part that is sent, 0–1. */
  readonly progress: number;
  /** Why it failed, in words. */
  readonly problem?: string;
  /** Whether trying again may help. */
  readonly mayRetry?: boolean;
  /** A picture as it is here, until it comes back from the server. */
  readonly previewUrl: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly attachmentId?: string;
}

/** Kinds of pictures that the server makes previews of. */
const PICTURES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
export const isPicture = ({ type }: { readonly type: string }): boolean => PICTURES.includes(type);

/** A file that is there, as a message shows it before it is stored. */
export function shownOf({ attachmentId, file, previewUrl, width, height }: Upload): Attachment {
  const { name, type, size } = file;
  return { id: attachmentId ?? '', name, type, size, url: '', previewUrl, width, height };
}

/** SHA-256 in hex digits. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
