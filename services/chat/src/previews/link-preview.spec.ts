import { expect, it } from 'vitest';
import { firstLink, shownOf } from './link-preview.ts';
import { PageReader } from './page-reader.ts';

it.each([
  ['see https://a.example/x.', 'https://a.example/x'],
  ['(http://a.example/b_(c)', 'http://a.example/b_(c'],
  ['https://first.example https://second.example', 'https://first.example'],
  ['`https://code.example` and https://link.example', 'https://link.example'],
  ['```\nhttps://code.example\n```', undefined],
  ['javascript:alert(1) file:///etc/passwd ftp://a.example', undefined],
  ['https://', undefined],
  [`https://a.example/${'x'.repeat(2_048)}`, undefined],
  ['no link', undefined],
])('%s leads to %s', (body, link) => {
  expect(firstLink(body)).toBe(link);
});

it('looks through a message of any kind at once', () => {
  const from = performance.now();
  for (const piece of ['`', '```', 'http://', 'http://!', '```a']) firstLink(piece.repeat(16_384 / piece.length));
  expect(performance.now() - from).toBeLessThan(2_000);
});

it('shows plain words, cut to length', () => {
  const shown = shownOf({ title: `  a\u0000\n\u202eb${'c'.repeat(300)}`, description: ' \u200b ', siteName: '\ud800' });
  expect(shown).toEqual({ title: `a b${'c'.repeat(196)}…`, description: null, siteName: '\ufffd' });
  expect(shownOf({ title: '👩‍💻'.repeat(100) })?.title.length).toBeLessThan(500);
  expect(shownOf({ description: 'No title' })).toBeUndefined();
});

const said = (html: string) => {
  const reader = new PageReader();
  for (const piece of html.match(/[^]{1,7}/g) ?? []) reader.write(piece);
  return { ...reader.end(), isDone: reader.isDone };
};

it('reads a head in pieces: what it says for others before what it says itself', () => {
  const html = `<head><meta name=description content="plain"><title>One &lt;b&gt; &amp; two</title><script>"<title>No</title>"</script></head>`;
  expect(said(html)).toEqual({ title: 'One <b> & two', description: 'plain', siteName: undefined, isDone: true });
  expect(said(`<meta property="OG:title" content="Open"><title>Own</title>`)).toMatchObject({
    title: 'Open',
    isDone: false,
  });
  expect(said(`<body><svg><title>Icon</title>`)).toMatchObject({ isDone: true });
});
