import type { ConversationId, Missed } from '@parley/contracts';
import type { Quiet } from '../notifications/quiet-hours.ts';

/** Seconds between two mails to one person at least. */
export const BETWEEN_SECONDS = 3_600;
/** Days after which what was missed is no news any more, told or not. */
export const MISSED_DAYS = 1;
/** Of so many a mail tells; the others are counted. */
export const MOST_TOLD = 10;

/** Something that somebody may have missed, as it stands now. */
export interface MissedRow {
  kind: Missed['kind'];
  conversationId: ConversationId;
  seq: string;
  /** Who wrote or called. */
  from: string;
  /** Of the group or the meeting. */
  title: string | null;
  /** Seen meanwhile, taken back, no longer theirs to read, or of a conversation they want to hear nothing of. */
  isOver: boolean;
}

/** How somebody wants to be told by mail. */
export interface MailWish {
  wantsMail: boolean;
  quiet: Quiet | null;
  /** They were sent one a short time ago. */
  isToldLately: boolean;
}
