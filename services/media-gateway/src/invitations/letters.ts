import type { Meeting } from '../meetings/meeting.ts';
import type { LetterKind, MailContent } from '../mail/mail.ts';
import { oneLine } from './calendar-file.ts';
import { escapeHtml, page } from './html.ts';
import { momentFor, whenOf } from './invitation-text.ts';
import { LETTER_WORDS, type LetterLanguage } from './letter-words.ts';

/** What a letter about a meeting is made of. */
export interface Letter {
  kind: LetterKind;
  meeting: Pick<Meeting, 'title' | 'startsAt' | 'endsAt' | 'timeZone' | 'recurrence' | 'cancelledAt'>;
  /** The link to join by. */
  url: string;
  hostName: string;
  /** The link to answer by, without the answer; null: there is nothing to answer. */
  answerUrl: string | null;
  /** Which time it reminds of. */
  remindsOf?: Date;
  language: LetterLanguage;
}

const ANSWERS = ['yes', 'maybe', 'no'] as const;

/** A letter as text and as HTML, all of what people typed escaped. */
export function letterOf(letter: Letter): Pick<MailContent, 'subject' | 'text' | 'html'> {
  const { meeting, url, answerUrl, language } = letter;
  const words = LETTER_WORDS[language];
  const title = oneLine(meeting.title);
  const { subject, opening } = openingOf(letter, title);
  const isOn = letter.kind !== 'CANCELLATION';
  const when = letter.remindsOf ? undefined : whenOf(meeting, language);
  const answers =
    answerUrl === null ? [] : ANSWERS.map((answer) => ({ word: words[answer], href: `${answerUrl}?answer=${answer}` }));
  const text = [
    opening,
    ...(when ? [when] : []),
    ...(isOn ? [`${words.join}: ${url}`] : []),
    ...(answers.length > 0 ? ['', words.doYouCome, ...answers.map(({ word, href }) => `${word}: ${href}`)] : []),
    '',
  ].join('\n');
  const html = page(title, language, [
    `<p>${escapeHtml(opening)}</p>`,
    ...(when ? [`<p><strong>${escapeHtml(when)}</strong></p>`] : []),
    ...(isOn ? [`<p><a href="${escapeHtml(url)}">${words.joinMeeting}</a><br>${escapeHtml(url)}</p>`] : []),
    ...(answers.length > 0
      ? [
          `<p>${words.doYouCome} ${answers.map(({ word, href }) => `<a href="${escapeHtml(href)}">${word}</a>`).join(' · ')}</p>`,
        ]
      : []),
  ]);
  return { subject, text, html };
}

function openingOf({ kind, meeting, hostName, remindsOf, language }: Letter, title: string) {
  const { startsAt, timeZone, cancelledAt } = meeting;
  const words = LETTER_WORDS[language];
  const host = oneLine(hostName);
  const on = (at: Date | null | undefined): string => (at ? `, ${momentFor(at, timeZone ?? 'UTC', language)}` : '');
  switch (kind) {
    case 'INVITATION':
      return words.invitation(title, host, on(startsAt));
    case 'CHANGE':
      return words.change(title, host);
    case 'CANCELLATION':
      return cancelledAt ? words.cancellation(title, host) : words.takenOff(title, host);
    case 'REMINDER':
      return words.reminder(title, on(remindsOf));
  }
}
