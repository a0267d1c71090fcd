import type { StoredMessage } from './message-log';
import type { Attachment } from './attachments/upload';
import type { Named } from './acts/message-changes';

/** What the next sending is about, when it is no message of its own. */
export interface Occasion {
  readonly kind: 'reply' | 'edit';
  readonly message: StoredMessage;
}

/** What the composer hands on: words, files, or both. */
export interface Written {
  readonly body: string;
  readonly mentions: readonly Named[];
  readonly attachments: readonly Attachment[];
}
