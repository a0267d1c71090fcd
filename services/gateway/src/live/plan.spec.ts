import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, it } from 'vitest';
import { planOf } from './plan.ts';

const schema = buildSchema(`
  type Query { a: Int }
  type Event { id: ID! text(short: Boolean): String }
  type Subscription { conversationEvents(conversationId: ID!, after: String): Event! presenceChanged(userIds: [ID!]!): Event! other: Event
    meetingEvents(code: String!, after: String, guestToken: String): Event! }
`);

function plan(text: string, variables: Record<string, unknown>) {
  const document = parse(text);
  return planOf(
    schema,
    document,
    getOperationAST(document) as NonNullable<ReturnType<typeof getOperationAST>>,
    variables,
  );
}

const FOLLOW = `subscription S($id: ID!, $after: String, $short: Boolean = true) {
  conversationEvents(conversationId: $id, after: $after) { id text(short: $short) ...More }
} fragment More on Event { again: text(short: $short) }`;

it('groups by what shapes the payload, and not by what only chooses the events', () => {
  const base = plan(FOLLOW, { id: 'a' });
  expect(base).toMatchObject({ field: 'conversationEvents', service: 'chat', args: { conversationId: 'a' } });
  expect(plan(FOLLOW, { id: 'b', after: 'secret' }).key).toBe(base.key);
  expect(plan(FOLLOW, { id: 'a', short: true }).key).toBe(base.key);
  expect(plan(FOLLOW, { id: 'a', short: false }).key).not.toBe(base.key);
  expect(plan(FOLLOW.replaceAll('\n', '  '), { id: 'a' }).key).toBe(base.key);
  expect(plan(FOLLOW.replace('again', 'twice'), { id: 'a' }).key).not.toBe(base.key);
  expect(base.key).not.toContain('secret');
});

it('keeps a guest’s token out of what a group shares', () => {
  const text = `subscription ($code: String!, $token: String) { meetingEvents(code: $code, guestToken: $token) { id } }`;
  const [one, two] = [plan(text, { code: 'a', token: 'gst_one' }), plan(text, { code: 'a', token: 'gst_two' })];
  expect(one.key).toBe(two.key);
  expect(one.key).not.toContain('gst_');
});

it('refuses what is not one plain field that somebody owns', () => {
  const bad = [
    'subscription { other { id } }',
    'subscription { ...F } fragment F on Subscription { presenceChanged(userIds: []) { id } }',
    'subscription { presenceChanged(userIds: []) @include(if: true) { id } }',
    'subscription { a: presenceChanged(userIds: []) { id } b: presenceChanged(userIds: []) { id } }',
  ];
  for (const text of bad) expect(() => plan(text, {})).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  expect(() => plan(FOLLOW, {})).toThrow(expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }));
});
