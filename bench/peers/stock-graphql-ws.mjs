// Peer: graphql-ws as its README says (useServer over ws, graphql-js `subscribe`, one async iterator a subscriber), in one process,
// with the events in memory. The same work: a posted message becomes one `next` frame for every subscriber, the same
// selection run on the same type. Nothing is stored. With TOKEN_KEYS it checks an access token in `onConnect`, every time. It cannot go on from a
// cursor: what is posted while a client is away is lost to it. Address: PORT; `POST /say` posts its body.
import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { check, isAsked } from './access-token.mjs';

const schema = buildSchema(`
  type MessageAuthor { userId: ID! displayName: String! avatarUrl: String }
  type Message { id: ID! seq: Int! body: String! sentAt: String! author: MessageAuthor! }
  type Ready { cursor: String! }
  type MessageSent { cursor: String! message: Message! }
  union ConversationEvent = Ready | MessageSent
  type Query { ping: Int }
  type Subscription { conversationEvents(conversationId: ID!, after: String): ConversationEvent! }
`);
const author = { userId: 'usr_00000000000000000000000000000001', displayName: 'Ann Example', avatarUrl: null };
const said = new EventEmitter({ captureRejections: false }).setMaxListeners(0);
let seq = 0;

async function* events() {
  // Before it says that it is ready, so that nothing is missed from then on.
  const heard = on(said, 'said');
  yield { conversationEvents: { __typename: 'Ready', cursor: 'start' } };
  for await (const [event] of heard) yield { conversationEvents: event };
}
schema.getSubscriptionType().getFields().conversationEvents.subscribe = events;

const http = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    seq += 1;
    const message = { id: `msg_${String(seq).padStart(32, '0')}`, seq, body, sentAt: new Date().toISOString(), author };
    said.emit('said', { __typename: 'MessageSent', cursor: `cursor-${seq}-${'0'.repeat(40)}`, message });
    response.writeHead(200, { 'content-length': 2 }).end('ok');
  });
});
const onConnect = async ({ connectionParams }) => void (await check(connectionParams?.authorization));
useServer({ schema, ...(isAsked ? { onConnect } : {}) }, new WebSocketServer({ server: http, path: '/graphql' }));
http.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
