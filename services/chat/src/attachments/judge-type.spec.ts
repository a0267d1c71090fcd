import { expect, test } from 'vitest';
import { judgeType } from './judge-type.ts';

const PNG = '\x89PNG\r\n\x1a\n\0\0\0\rIHDR';
const ZIP = 'PK\x03\x04\x14\0\0\0\0\0';
const PDF = '%PDF-1.7\n';
const WORDS = 'export const answer = 42;\n';
const HTML = '<!doctype html><script>alert(1)</script>';

test.each([
  ['image/png', PNG, 'image/png'],
  ['application/octet-stream', PNG, 'image/png'],
  ['application/octet-stream', WORDS, 'application/octet-stream'],
  ['text/plain', WORDS, 'text/plain'],
  // What a browser calls a file of TypeScript.
  ['video/mp2t', WORDS, 'video/mp2t'],
  ['text/html', HTML, 'text/html'],
  ['application/pdf', PDF, 'application/pdf'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', ZIP, undefined],
  ['application/x-zip-compressed', ZIP, undefined],
  ['image/svg+xml', '<?xml version="1.0"?><svg/>', undefined],
  ['audio/mp4', '\0\0\0\x20ftypisom\0\0\x02\0', undefined],
])('what is said to be %s and begins %j is taken', async (said, head, is = said) => {
  expect(await judgeType(said, Buffer.from(head, 'latin1'))).toBe(is);
});

test.each([
  ['image/png', WORDS],
  ['image/png', '\xff\xd8\xff\xe0'],
  ['image/gif', HTML],
  ['application/pdf', PNG],
  ['text/plain', PNG],
  ['application/pdf', WORDS],
  ['application/zip', WORDS],
  ['video/mp4', ZIP],
  ['text/plain', PDF],
  ['text/plain', `MZ${'\0'.repeat(100)}`],
  ['application/vnd.ms-excel', '\x7fELF\x02\x01\x01'],
])('what is said to be %s and begins %j is not', async (said, head) => {
  await expect(judgeType(said, Buffer.from(head, 'latin1'))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});
