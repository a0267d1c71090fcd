import type { Claim } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { JWK } from 'jose';
import { startSubgraph, type FixtureContext, type SubgraphFixture } from './subgraph-fixture.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@listSize", "@requiresScopes"])';
const NODE = 'interface Node { id: ID! }';

const AUTH = /* GraphQL */ `
  ${LINK}
  ${NODE}
  type User implements Node @key(fields: "id") {
    id: ID!
    displayName: String!
    secret: String @requiresScopes(scopes: [["profile:read"]])
    badges: [Badge!]!
    names: [String!]!
  }
  type Badge {
    id: ID!
    name: String!
  }
  type Query {
    me: User! @requiresScopes(scopes: [["profile:read"]])
    slowMe(ms: Int!): User!
    users(first: Int!): [User!]!
    broken: String
    refused: String
  }
  type Mutation {
    signIn: Session! @requiresScopes(scopes: [["session"]])
    refreshSession: Session! @requiresScopes(scopes: [["session"]])
    rename(name: String!): User! @requiresScopes(scopes: [["profile:write"]])
  }
  type Session {
    user: String
  }
`;
const CHAT = /* GraphQL */ `
  ${LINK}
  ${NODE}
  type User @key(fields: "id") {
    id: ID!
    unread: Int @requiresScopes(scopes: [["chat:read"]])
  }
  type Conversation implements Node @key(fields: "id") {
    id: ID!
    title: String!
    owner: User
  }
  type Message implements Node @key(fields: "id") {
    id: ID!
    body: String!
  }
  type Query {
    conversations(first: Int!): [Conversation!]! @requiresScopes(scopes: [["chat:read"]])
    lazy(ms: Int!): String
  }
  type Subscription {
    conversationEvents(conversationId: ID!, after: String): Message! @requiresScopes(scopes: [["chat:read"]])
  }
`;
const MEDIA = /* GraphQL */ `
  ${LINK}
  ${NODE}
  type Meeting implements Node @key(fields: "id") {
    id: ID!
    code: String!
  }
  type Query {
    meeting(code: String!): Meeting @requiresScopes(scopes: [["meetings:read"]])
  }
`;

const user = ({ claim }: FixtureContext) => {
  if (!claim.sub) throw new Refused('UNAUTHENTICATED', 'Sign in first.');
  return { id: claim.sub, displayName: `name of ${claim.sub}` };
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const cookieOf = ({ headers, setCookie }: FixtureContext) => {
  setCookie('parley_refresh_test=next; HttpOnly; SameSite=Strict; Path=/graphql');
  setCookie('second=1');
  return { user: headers.cookie ?? null };
};

/** Three small real subgraphs that the gateway's tests federate. `hidden` ids are there, but not for anybody. */
export async function peopleAndTalk(
  publicKey: JWK,
): Promise<{ auth: SubgraphFixture; chat: SubgraphFixture; media: SubgraphFixture; known: Set<string> }> {
  const known = new Set<string>();
  const entity =
    (typename: string, more: Record<string, unknown>) =>
    ({ id }: { id: string }) =>
      known.has(id) ? { __typename: typename, id, ...more } : null;
  const auth = await startSubgraph(
    'auth',
    AUTH,
    {
      Query: {
        me: (_: never, __: never, context: FixtureContext) => user(context),
        slowMe: async (_: never, { ms }: { ms: number }, context: FixtureContext) => (await wait(ms), user(context)),
        users: () => [],
        broken: () => {
          throw new Error('password=hunter2');
        },
        refused: () => {
          throw new Refused('RATE_LIMITED', 'Wait a little.', { retryAfterMs: 1_500 });
        },
      },
      Mutation: {
        signIn: (_: never, __: never, context: FixtureContext) => cookieOf(context),
        refreshSession: (_: never, __: never, context: FixtureContext) => cookieOf(context),
        rename: (_: never, { name }: { name: string }, context: FixtureContext) => ({
          ...user(context),
          displayName: name,
        }),
      },
      User: {
        names: () => ['one', 'two'],
        badges: () => ['one', 'two'].map((name) => ({ id: name, name })),
        secret: (_: never, __: never, { claim }: { claim: Claim }) => claim.sub ?? null,
        __resolveReference: entity('User', { displayName: 'known' }) as never,
      },
    } as never,
    publicKey,
  );
  const chat = await startSubgraph(
    'chat',
    CHAT,
    {
      Query: {
        conversations: () => [...known].filter((id) => id.startsWith('cnv_')).map((id) => ({ id, title: 'talk' })),
        lazy: async (_: never, { ms }: { ms: number }) => (await wait(ms), 'at last'),
      },
      User: { unread: () => 3, __resolveReference: ((reference: object) => reference) as never },
      Conversation: {
        owner: (_: never, __: never, { claim }: { claim: Claim }) => (claim.sub ? { id: claim.sub } : null),
        __resolveReference: entity('Conversation', { title: 'talk' }) as never,
      },
      Message: { __resolveReference: entity('Message', { body: 'hello' }) as never },
    } as never,
    publicKey,
  );
  const media = await startSubgraph(
    'media-gateway',
    MEDIA,
    {
      Query: { meeting: () => null },
      Meeting: { __resolveReference: entity('Meeting', { code: 'abc' }) as never },
    } as never,
    publicKey,
  );
  return { auth, chat, media, known };
}
