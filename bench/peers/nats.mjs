// Peer: a bare nats-server, as `npm start` fetches it, at its defaults. Not the same work: nothing is stored, nobody signs in, no selection;
// what the least that carries a message from one to many costs. Address: PORT.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const cached = join(homedir(), '.cache', 'parley', 'bin', 'nats-server');
const file = existsSync(cached) ? cached : '/usr/sbin/nats-server';
if (!existsSync(file)) throw new Error('To be had by `npm start`, or to be installed: apt-get install nats-server');
// It becomes the server, so that its CPU is that of one process.
process.execve(file, ['nats-server', '-a', '127.0.0.1', '-p', process.env.PORT], process.env);
