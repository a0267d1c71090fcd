import { expect, it } from 'vitest';
import { fileNameOf, recordingUrl } from './recording-address.ts';

const address = {
  recordingId: 'rec_1',
  key: 'org/rec/x.mp4',
  contentType: 'video/mp4',
  fileName: 'a b.mp4',
  expires: 7,
};

it('signs everything that the address says', () => {
  const signatureOf = (change: object) =>
    new URL(recordingUrl('http://x', 's', { ...address, ...change })).searchParams.get('signature');
  expect(recordingUrl('http://x', 's', address)).toMatch(
    /^http:\/\/x\/recordings\/rec_1\?key=org%2Frec%2Fx\.mp4&type=video%2Fmp4&name=a\+b\.mp4&expires=7&signature=[\w-]{43}$/,
  );
  const changes = [
    { recordingId: 'rec_2' },
    { key: 'y' },
    { contentType: 'text/html' },
    { fileName: 'z' },
    { expires: 8 },
  ];
  const signatures = [{}, ...changes].map(signatureOf);
  expect(new Set(signatures).size).toBe(signatures.length);
  expect(recordingUrl('http://x', 't', address)).not.toBe(recordingUrl('http://x', 's', address));
});

it.each([
  ['Weekly sync', 'Weekly sync 2026-01-05 09.30.mp4'],
  ['../../etc/passwd\r\nX: y', 'etc passwd X y 2026-01-05 09.30.mp4'],
  ['<b>"réunion"</b> 会議', 'b réunion b 会議 2026-01-05 09.30.mp4'],
  ['///', 'Meeting 2026-01-05 09.30.mp4'],
])('names a download of %j', (title, name) => {
  expect(fileNameOf(title, new Date('2026-01-05T09:30:59Z'), 'video/mp4')).toBe(name);
});
