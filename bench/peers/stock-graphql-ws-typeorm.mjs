// Peer: what a Nest or Apollo tutorial builds: a `sendMessage` mutation that stores with TypeORM's `repository.save` on the same
// Postgres server as ours, then publishes in memory to stock graphql-ws (useServer, graphql-js `subscribe`, one iterator a
// subscriber). The same work: the answer and the frames come after COMMIT, the same selection for every subscriber. It has no
// sign-in, no membership, no outbox, no resume. Addresses: PORT, DATABASE_URL.
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema, graphql } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { DataSource, EntitySchema } from 'typeorm';
import { WebSocketServer } from 'ws';

const MessageEntity = new EntitySchema({
  name: 'message',
  columns: {
    seq: { type: 'bigint', primary: true, generated: 'increment' },
    conversationId: { type: 'text' },
    body: { type: 'text' },
    authorId: { type: 'text' },
    clientNonce: { type: 'text', unique: true },
    sentAt: { type: 'timestamptz', createDate: true },
  },
});
const database = await new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [MessageEntity],
  synchronize: true,
  poolSize: 4,
}).initialize();
const messages = database.getRepository(MessageEntity);

const schema = buildSchema(`
  type MessageAuthor { userId: ID! displayName: String! avatarUrl: String }
  type Message { id: ID! seq: Int! body: String! sentAt: String! author: MessageAuthor! }
  type Ready { cursor: String! }
  type MessageSent { cursor: String! message: Message! }
  union ConversationEvent = Ready | MessageSent
  input SendMessageInput { conversationId: ID! body: String! clientNonce: String }
  type UserError { code: String! message: String! }
  type SendMessagePayload { message: Message userErrors: [UserError!]! }
  type Query { ping: Int }
  type Mutation { sendMessage(input: SendMessageInput!): SendMessagePayload! }
  type Subscription { conversationEvents(conversationId: ID!, after: String): ConversationEvent! }
`);
const author = { userId: 'usr_00000000000000000000000000000001', displayName: 'Ann Example', avatarUrl: null };
const said = new EventEmitter().setMaxListeners(0);

async function* events() {
  yield { conversationEvents: { __typename: 'Ready', cursor: 'start' } };
  for await (const [event] of on(said, 'said')) yield { conversationEvents: event };
}
schema.getSubscriptionType().getFields().conversationEvents.subscribe = events;
schema.getMutationType().getFields().sendMessage.resolve = async (_, { input }) => {
  const row = await messages.save({ ...input, authorId: author.userId });
  const seq = Number(row.seq);
  const message = {
    id: `msg_${String(seq).padStart(32, '0')}`,
    seq,
    body: row.body,
    sentAt: row.sentAt.toISOString(),
    author,
  };
  said.emit('said', { __typename: 'MessageSent', cursor: `cursor-${seq}-${'0'.repeat(40)}`, message });
  return { message, userErrors: [] };
};

const http = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => (text += chunk));
  request.on('end', async () => {
    const { query, variables } = JSON.parse(text);
    const answer = JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
      .end(answer);
  });
});
useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
http.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
