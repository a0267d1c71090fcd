import { expect, test } from 'vitest';
import { outcomeOf } from './outcome.ts';

const refused = (code: string) => ({ userErrors: [{ code, message: '', field: null }] });

test('a message is stored', () => {
  const data = { sendMessage: { message: { id: 'msg_1', seq: 7 }, userErrors: [] } };
  expect(outcomeOf({ status: 200, data })).toEqual({ did: 'ok', seq: 7, id: 'msg_1' });
});

test.each(['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT', 'RATE_LIMITED'])('%s is a refusal', (code) => {
  expect(outcomeOf({ status: 200, data: { sendMessage: { message: null, ...refused(code) } } })).toEqual({
    did: 'fail',
    code,
  });
  expect(outcomeOf({ status: 200, data: null, errors: [{ message: '', extensions: { code } }] })).toEqual({
    did: 'fail',
    code,
  });
});

test.each(['UNAVAILABLE', 'INTERNAL'])('%s says nothing of the message', (code) => {
  expect(outcomeOf({ status: 200, data: { sendMessage: { message: null, ...refused(code) } } }).did).toBe('unknown');
  expect(outcomeOf({ status: 200, data: null, errors: [{ message: '', extensions: { code } }] }).did).toBe('unknown');
});

test('what is no answer of the graph’s says nothing either', () => {
  expect(outcomeOf({ status: 502 }).did).toBe('unknown');
  expect(outcomeOf({ status: 200, data: { sendMessage: null } }).did).toBe('unknown');
  expect(outcomeOf({ status: 200, data: { sendMessage: { message: null, userErrors: [] } } }).did).toBe('unknown');
});
