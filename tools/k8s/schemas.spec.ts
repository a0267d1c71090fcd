import { expect, test } from 'vitest';
import { compare } from './fixtures.ts';
import { closed } from './schemas.ts';

test('unknown fields are refused but where the server keeps them', () => {
  const open = { type: 'object', properties: { a: {} }, 'x-kubernetes-preserve-unknown-fields': true };
  const given = { type: 'object', properties: { open, list: { items: { properties: { b: { type: 'string' } } } } } };
  expect(closed(given)).toEqual({
    type: 'object',
    properties: { open, list: { items: { properties: { b: { type: 'string' } }, additionalProperties: false } } },
    additionalProperties: false,
  });
});

test('OpenAPI’s own words become JSON Schema', () => {
  expect(closed({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] })).toEqual({
    'x-kubernetes-int-or-string': true,
    type: ['integer', 'string'],
  });
  expect(closed({ type: 'string', nullable: true })).toMatchObject({ type: ['string', 'null'] });
});

test('a fixture fails when its finding is not there, stands in another line, or is not alone', () => {
  const finding = { file: 'package.json', line: 2, object: 'Pod a', problem: 'it is wrong' };
  const expected = { file: 'package.json', text: '"name"', object: 'Pod a', words: 'wrong' };
  expect(compare([finding], [expected])).toEqual([]);
  expect(compare([], [expected])).toEqual(['not found: package.json at “"name"” Pod a: wrong']);
  expect(compare([{ ...finding, line: 3 }], [expected])).toHaveLength(2);
  expect(compare([finding, { ...finding, object: 'Pod b' }], [expected])).toEqual([
    'found, and not expected: package.json:2 Pod b: it is wrong',
  ]);
});
