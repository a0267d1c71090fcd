import { noticeOf, pathWithin, readPush, type Pushed } from './notice';
import { wordsIn } from './notice-words';

const pushed: Pushed = {
  kind: 'MESSAGE',
  tag: 't',
  id: 'i',
  language: 'en',
  from: 'Ada',
  title: null,
  words: 'Shall we meet?',
  path: '/chats/cnv_1',
  isVideo: false,
  until: null,
  isAnswered: false,
};
const says = (more: Partial<Pushed>, now = 0): string => {
  const { title, body } = noticeOf({ ...pushed, ...more }, now);
  return `${title}: ${body}`;
};

it('says who and what', () => {
  expect(says({})).toBe('Ada: Shall we meet?');
  expect(says({ title: 'Engine' })).toBe('Ada · Engine: Shall we meet?');
  expect(says({ words: null })).toBe('Ada: New message');
  expect(says({ kind: 'MENTION', words: null, language: 'de' })).toBe('Ada: Sie wurden erwähnt');
});

it('rings for as long as it rings', () => {
  const call = { ...pushed, kind: 'CALL', isVideo: true, until: '2026-01-01T00:00:45.000Z' } as const;
  expect(noticeOf(call, Date.parse('2026-01-01T00:00:40Z'))).toMatchObject({ body: 'Video call', isRinging: true });
  expect(noticeOf(call, Date.parse('2026-01-01T00:00:45Z'))).toMatchObject({ body: 'Missed call', isRinging: false });
});

it('says quietly what became of a call', () => {
  const settled = { ...pushed, kind: 'CALL_SETTLED' } as const;
  expect(noticeOf({ ...settled, isAnswered: true }, 0)).toMatchObject({
    body: 'Answered on another device',
    isQuiet: true,
  });
  expect(noticeOf(settled, 0)).toMatchObject({ body: 'The call is over', isQuiet: true });
  expect(says({ kind: 'CALL_MISSED' })).toBe('Ada: Missed call');
});

it('speaks every language of ours, and English where it knows none', () => {
  const all = ['en', 'de', 'fr', 'es', 'ar'].map((language) => wordsIn(language).missed);
  expect(new Set(all).size).toBe(5);
  expect(wordsIn('xx')).toBe(wordsIn('en'));
});

it('takes what our server says, and nothing else', () => {
  expect(readPush(JSON.stringify(pushed))).toEqual(pushed);
  expect([readPush(undefined), readPush('hello'), readPush('{}'), readPush('null')]).toEqual(Array(4).fill(undefined));
});

it('leads within the app', () => {
  expect(pathWithin('/chats/cnv_1')).toBe('/chats/cnv_1');
  expect(['//evil.example', 'https://evil.example', '/\\evil', undefined].map(pathWithin)).toEqual(Array(4).fill('/'));
});
