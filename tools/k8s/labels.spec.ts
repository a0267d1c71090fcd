import { expect, test } from 'vitest';
import { matches, parseSelector } from './labels.ts';

test.each([
  ['app=chat', true],
  ['app==chat,tier notin (data,media)', true],
  ['app in (auth,chat)', true],
  ['app in (auth)', false],
  ['app!=chat', false],
  ['app', true],
  ['!app', false],
  ['!tier', true],
])('%s', (text, expected) => {
  expect(matches(parseSelector(text), { app: 'chat' })).toBe(expected);
});
