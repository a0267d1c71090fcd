import { describe, expect, it } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';
import { compose, CompositionError, type Subgraph } from './compose.ts';
import { incompleteEvents } from './complete-events.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])';
const auth: Subgraph = {
  name: 'auth',
  sdl: `${LINK} type Query { me: User } type User @key(fields: "id") { id: ID! displayName: String! }`,
};
const chat = (event: string): Subgraph => ({
  name: 'chat',
  sdl: `${LINK}
    type Query { chat: String }
    type Subscription { conversationEvents(conversationId: ID!): ConversationEvent! }
    union ConversationEvent = Ready | MessageSent
    type Ready { cursor: String! }
    type MessageSent { cursor: String! ${event} }
    type MessageAuthor { userId: ID! displayName: String! }
    type User @key(fields: "id") { id: ID! }`,
});
const OWNERS = { conversationEvents: 'chat' };
const problemsOf = (subgraphs: Subgraph[], owners: Record<string, string> = OWNERS) =>
  incompleteEvents(compose(subgraphs).publicSchema, subgraphs, owners);

describe('composition', () => {
  it('gives the same texts whatever the order, and a public schema without machinery', () => {
    const [one, other] = [compose([auth, chat('body: String')]), compose([chat('body: String'), auth])];
    expect(one).toEqual(other);
    expect(one.supergraph).toContain('join__Graph');
    expect(one.publicSchema).not.toMatch(/join__|@key|federation/);
  });

  it('names what does not fit together', () => {
    const clash: Subgraph = { name: 'other', sdl: `${LINK} type Query { me: String }` };
    expect(() => compose([auth, clash])).toThrow(CompositionError);
  });
});

describe('events', () => {
  it('may hold what their owner knows by itself', () => {
    expect(problemsOf([auth, chat('author: MessageAuthor!')])).toEqual([]);
  });

  it('may not reach what another subgraph answers (trap 5)', () => {
    expect(problemsOf([auth, chat('author: User!')])).toEqual([expect.stringContaining('reaches User.displayName')]);
    const joined = `${chat('author: User!').sdl} extend type User { displayName: String! @external nick: String @requires(fields: "displayName") }`;
    expect(problemsOf([auth, { name: 'chat', sdl: joined }])).toEqual([
      expect.stringContaining('reaches User.displayName'),
      expect.stringContaining('reaches User.nick'),
    ]);
  });

  it('belong to the service that the contracts name', () => {
    expect(problemsOf([auth, chat('body: String')], { conversationEvents: 'auth' })).toEqual([
      expect.stringContaining('SUBSCRIPTION_OWNERS says auth'),
    ]);
    expect(problemsOf([auth, chat('body: String')], {})).toEqual([expect.stringContaining('says nothing')]);
    expect(problemsOf([auth, chat('body: String')], { ...OWNERS, inbox: 'chat' })).toEqual([
      expect.stringContaining('Subscription.inbox, which is not in the graph'),
    ]);
  });
});

describe('clients', () => {
  const before =
    'type Query { a: String b: String @deprecated(reason: "use a. Removal 2026-03-01") c(first: Int!): String }';

  it('do not break by what is added', async () => {
    expect(await breakingChanges(before, `${before} type More { a: Int }`, '2026-01-01')).toEqual([]);
  });

  it('break by what is removed, until the day that was announced', async () => {
    expect(await breakingChanges(before, before.replace('a: String', ''), '2099-01-01')).toHaveLength(1);
    const without = before.replace(/b: String @deprecated\(.*?\)/, '');
    expect(await breakingChanges(before, without, '2026-02-28')).toHaveLength(1);
    expect(await breakingChanges(before, without, '2026-03-01')).toEqual([]);
  });

  it('break by what is newly demanded', async () => {
    expect(
      await breakingChanges(before, before.replace('first: Int!', 'first: Int! after: String!'), '2026-01-01'),
    ).toHaveLength(1);
  });
});
