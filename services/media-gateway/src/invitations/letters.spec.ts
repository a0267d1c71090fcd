import { describe, expect, it } from 'vitest';
import { invitationText } from './invitation-text.ts';
import { LETTER_LANGUAGES } from './letter-words.ts';
import { letterOf, type Letter } from './letters.ts';

const meeting: Letter['meeting'] = {
  title: 'Otters & <b>more</b>\r\nBcc: all@example.com',
  startsAt: new Date('2026-10-26T08:00:00Z'),
  endsAt: new Date('2026-10-26T09:30:00Z'),
  timeZone: 'Europe/Berlin',
  recurrence: { frequency: 'WEEKLY', interval: 1, weekdays: [], count: 10, until: null },
  cancelledAt: null,
};
const letter = (more: Partial<Letter>): ReturnType<typeof letterOf> =>
  letterOf({
    kind: 'INVITATION',
    meeting,
    url: 'https://parley.example/m/abc',
    hostName: 'Ada Lovelace',
    answerUrl: 'https://parley.example/i/token',
    language: 'en',
    ...more,
  });

describe.each(LETTER_LANGUAGES)('letters in %s', (language) => {
  it.each(['INVITATION', 'CHANGE', 'CANCELLATION', 'REMINDER'] as const)(
    '%s: one line of subject, when it is, and links that are links',
    (kind) => {
      const { subject, text, html } = letter({ kind, language });
      expect(subject).toContain('Otters & <b>more</b> Bcc: all@example.com');
      expect(subject).not.toMatch(/[\r\n]/);
      expect(text).toContain('Ada Lovelace'.repeat(kind === 'REMINDER' ? 0 : 1));
      expect(text).toMatch(/9:00.*10:30.*\(Europe\/Berlin\)/);
      expect(text.includes('https://parley.example/m/abc')).toBe(kind !== 'CANCELLATION');
      for (const answer of ['yes', 'maybe', 'no'])
        expect(html).toContain(`<a href="https://parley.example/i/token?answer=${answer}">`);
      expect(html).not.toContain('<b>');
      expect(html).toContain(`lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
    },
  );

  it('what one pastes says when, and how to join', () => {
    const lines = invitationText({ ...meeting, url: 'https://parley.example/m/abc', code: 'abc' }, language).split(
      '\n',
    );
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(/: https:\/\/parley\.example\/m\/abc$/),
      expect.stringMatching(/: abc$/),
    ]);
  });
});

it('every language has words of its own', () => {
  const said = LETTER_LANGUAGES.flatMap((language) =>
    (['INVITATION', 'CHANGE', 'CANCELLATION', 'REMINDER'] as const).map((kind) => letter({ kind, language }).text),
  );
  expect(new Set(said).size).toBe(said.length);
});

it('tells whoever was taken off from what was cancelled', () => {
  const off = letter({ kind: 'CANCELLATION' }).subject;
  const cancelled = letter({ kind: 'CANCELLATION', meeting: { ...meeting, cancelledAt: new Date() } }).subject;
  expect([off, cancelled]).toEqual([expect.stringMatching(/^No longer invited/), expect.stringMatching(/^Cancelled/)]);
});
