import type { MeetingId } from '@parley/contracts';
import type { CalendarMethod } from '../invitations/calendar-file.ts';

/** What mails about meetings tell. */
export type LetterKind = 'INVITATION' | 'CHANGE' | 'CANCELLATION' | 'REMINDER';
export type MailKind = LetterKind | 'MISSED' | 'CONFIRMATION';

/** What a mail says. */
export interface MailContent {
  /** One line. */
  subject: string;
  text: string;
  html: string;
  /** Whom it is from, beside the installation's address, and where answers go; null: to the installation. */
  from: { name: string; replyTo: string | null };
  calendar: { method: CalendarMethod; file: string } | null;
  /** The address that ends mails of this kind by a POST (RFC 8058). */
  stopUrl?: string;
}

/** A mail to send. */
export interface NewMail {
  /** Null: it is about none. */
  meetingId: MeetingId | null;
  kind: MailKind;
  /** A checked address. */
  recipient: string;
  content: MailContent;
}

/** A mail that is being sent: under the same id, and Message-ID, however often it is tried. */
export interface MailToSend extends Pick<NewMail, 'recipient' | 'content'> {
  id: string;
  /** This try included. */
  attempts: number;
}
