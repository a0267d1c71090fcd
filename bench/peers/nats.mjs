// Peer: a bare nats-server, as `npm start` fetches it, at its defaults. Not the same work: nothing is stored, nobody signs in, no selection;
// what the least that carries a message from one to many costs. Address: PORT.
import { findServer, SERVERS } from '@parley/tools/bootstrap/servers.mjs';

const file = await findServer(SERVERS.nats);
if (file === undefined) throw new Error('There is no nats-server of the pinned version; `npm start` builds it.');
// It becomes the server, so that its CPU is that of one process.
process.execve(file, ['nats-server', '-a', '127.0.0.1', '-p', process.env.PORT], process.env);
