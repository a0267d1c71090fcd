import { expect, test } from 'vitest';
import { sniffPicture } from './sniff-picture.ts';

test.each([
  ['\x89PNG\r\n\x1a\nrest', 'image/png'],
  ['\xff\xd8\xff\xe0rest', 'image/jpeg'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['RIFF\x10\0\0\0WAVEfmt ', undefined],
  ['GIF89a', 'image/gif'],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', undefined],
  ['Just words, in a file called me.png', undefined],
  ['%PDF-1.7', undefined],
  ['\x89PNG', undefined],
  ['', undefined],
])('%j is %s', (bytes, type) => {
  expect(sniffPicture(Buffer.from(bytes, 'latin1'))).toBe(type);
});
