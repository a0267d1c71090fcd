import { buildSchema } from 'graphql';

/** The part of the public graph that live events are made of. */
export const schema = buildSchema(`
  type Query { ping: String! }
  type Mutation { poke: String! }
  type MessageAuthor { userId: ID! displayName: String! }
  type Message { id: ID! seq: Int! body: String! author: MessageAuthor! }
  type Ready { cursor: String! }
  type Resync { cursor: String! }
  type MessageSent { cursor: String! message: Message! }
  type MemberAdded { cursor: String! userId: ID! }
  type MemberRemoved { cursor: String! userId: ID! }
  type Typing { cursor: String! userId: ID! }
  union ConversationEvent = Ready | Resync | MessageSent | MemberAdded | MemberRemoved | Typing
  type Presence { userId: ID! availability: String! }
  type Subscription {
    conversationEvents(conversationId: ID!, after: String): ConversationEvent!
    presenceChanged(userIds: [ID!]!): Presence!
  }
`);

export const FOLLOW = `subscription Follow($id: ID!, $after: String) {
  conversationEvents(conversationId: $id, after: $after) {
    __typename
    ... on Ready { cursor } ... on Resync { cursor }
    ... on MessageSent { cursor message { seq body author { displayName } } }
    ... on MemberAdded { cursor userId } ... on MemberRemoved { cursor userId }
    ... on Typing { cursor userId }
  }
}`;
