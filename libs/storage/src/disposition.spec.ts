import { expect, test } from 'vitest';
import { disposition } from './disposition.ts';

test('a name is kept for those who read UTF-8, and spelled for the others', () => {
  expect(disposition('attachment', 'Café 1.mp4')).toBe(
    `attachment; filename="Caf_ 1.mp4"; filename*=UTF-8''Caf%C3%A9%201.mp4`,
  );
});

test.each([
  ['a"\r\nSet-Cookie: x=y.mp4', 'a___Set-Cookie_ x=y.mp4'],
  ['../../etc/passwd', '__.._etc_passwd'],
  ['fdp.\u202e4pm.mp4', 'fdp._4pm.mp4'],
  ['', 'file'],
])('%j is made safe', (name, safe) => {
  expect(disposition('inline', name)).toContain(`filename="${safe}"`);
});
