// Peer: socket.io as its documents say (a room, `io.to(room).emit`), WebSocket transport from the start, its in-memory adapter, per-message
// deflate off (its default). The same work: a posted message becomes one event with the same fields for every socket of the room. No
// selection, no access, nothing stored. With TOKEN_KEYS it checks an access token in a middleware, at every handshake. With RECOVERY it keeps what
// it has sent for two minutes and gives a client that comes back what it missed (`connectionStateRecovery` as its documents show it, which skips
// the middlewares); without, that is lost. Address: PORT; `POST /say` posts its body; who emits `join` is answered `Ready`.
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { check, isAsked } from './access-token.mjs';

const author = { userId: 'usr_00000000000000000000000000000001', displayName: 'Ann Example', avatarUrl: null };
let seq = 0;

const http = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    seq += 1;
    const message = { id: `msg_${String(seq).padStart(32, '0')}`, seq, body, sentAt: new Date().toISOString(), author };
    io.to('conversation').emit('MessageSent', { cursor: `cursor-${seq}-${'0'.repeat(40)}`, message });
    response.writeHead(200, { 'content-length': 2 }).end('ok');
  });
});
const recovery = process.env.RECOVERY ? { connectionStateRecovery: { skipMiddlewares: true } } : {};
const io = new Server(http, { transports: ['websocket'], ...recovery });
if (isAsked)
  io.use((socket, next) => {
    check(socket.handshake.auth.token).then(() => next(), next);
  });
io.on('connection', (socket) => {
  socket.on('join', async (room) => {
    await socket.join(room);
    socket.emit('Ready');
  });
});
http.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
