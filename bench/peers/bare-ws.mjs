// Peer: the WebSocket library alone (ws), without GraphQL: a posted message is put into one text and sent to every socket. The
// same work on the wire; no selection, no access, no order kept but that of one process. Address: PORT; `POST /say` posts its body.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const author = { userId: 'usr_00000000000000000000000000000001', displayName: 'Ann Example', avatarUrl: null };
let seq = 0;

const http = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    seq += 1;
    const message = { id: `msg_${String(seq).padStart(32, '0')}`, seq, body, sentAt: new Date().toISOString(), author };
    const event = { __typename: 'MessageSent', cursor: `cursor-${seq}-${'0'.repeat(40)}`, message };
    const frame = Buffer.from(
      JSON.stringify({ id: 's', type: 'next', payload: { data: { conversationEvents: event } } }),
    );
    for (const socket of server.clients) socket.send(frame, { binary: false });
    response.writeHead(200, { 'content-length': 2 }).end('ok');
  });
});
const server = new WebSocketServer({ server: http, path: '/graphql' });
server.on('connection', (socket) => socket.send('{"type":"Ready"}'));
http.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
