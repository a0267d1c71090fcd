import type { Missed } from '@parley/contracts';
import { oneLine } from '../invitations/calendar-file.ts';
import { escapeHtml, page } from '../invitations/html.ts';
import type { LetterLanguage } from '../invitations/letter-words.ts';
import type { MailContent } from './mail.ts';
import { NOTE_WORDS } from './note-words.ts';

/** Parley itself writes these: nobody is behind them to answer to, and nothing of them belongs into a calendar. */
const OWN: Pick<MailContent, 'from' | 'calendar'> = { from: { name: 'Parley', replyTo: null }, calendar: null };

/** What somebody missed, with a link to each; all of what people typed escaped. */
export function missedNote(
  { missed, count }: { missed: readonly Missed[]; count: number },
  { publicUrl, stopUrl, language }: { publicUrl: string; stopUrl: string; language: LetterLanguage },
): MailContent {
  const words = NOTE_WORDS[language];
  const lines = missed.map(({ kind, from, title, conversationId }) => ({
    words: (kind === 'MENTION' ? words.mention : words.call)(oneLine(from), title === null ? null : oneLine(title)),
    href: `${publicUrl}/chats/${conversationId}`,
  }));
  const [first] = lines;
  const subject = count === 1 && first ? first.words : words.several;
  const rest = count > lines.length ? [words.more(count - lines.length)] : [];
  const text = [
    ...lines.map((line) => `${line.words}: ${line.href}`),
    ...rest,
    '',
    words.why,
    `${words.stop}: ${stopUrl}`,
    '',
  ].join('\n');
  const html = page(subject, language, [
    `<ul>${lines.map((line) => `<li dir="auto"><a href="${escapeHtml(line.href)}">${escapeHtml(line.words)}</a></li>`).join('')}</ul>`,
    ...rest.map((more) => `<p>${more}</p>`),
    `<p>${words.why} <a href="${escapeHtml(stopUrl)}">${words.stop}</a></p>`,
  ]);
  return { ...OWN, subject, text, html, stopUrl };
}

/** The link by which somebody shows that an address is theirs. */
export function confirmationNote(url: string, language: LetterLanguage): MailContent {
  const { confirm, confirmOpening, notYou } = NOTE_WORDS[language];
  return {
    ...OWN,
    subject: confirm,
    text: [confirmOpening, url, '', notYou, ''].join('\n'),
    html: page(confirm, language, [
      `<p>${confirmOpening}</p>`,
      `<p><a href="${escapeHtml(url)}">${confirm}</a><br>${escapeHtml(url)}</p>`,
      `<p>${notYou}</p>`,
    ]),
  };
}
