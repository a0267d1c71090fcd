import { buildMeter, type MeterPlan } from '../measure/meter.ts';
import { startPeer } from '../servers/peer.ts';
import { interleave, type Running, type Target } from '../measure/rounds.ts';
import { atLeast, debianVersionsOf, summarise, versionsOf, write } from '../measure/summary.ts';
import { startLivePath, type LivePath } from '../servers/gateway.ts';
import type { Options } from './options.ts';
import { BODY_BYTES, followScript, SOCKET_IO, xmpp, type Speak } from './talk.ts';

const CONVERSATION = `cnv_${'1'.repeat(32)}`;

function planFor(
  { members, seconds }: Options,
  port: number,
  postPort: number,
  script: MeterPlan['script'],
): MeterPlan {
  return {
    address: `127.0.0.1:${port}`,
    path: '/graphql',
    protocol: 'graphql-transport-ws',
    script,
    members,
    inFlight: 8,
    seconds,
    warm: 1,
    postAddress: `127.0.0.1:${postPort}`,
    postPath: '/say',
    postBody: '%BODY%',
    bodyBytes: BODY_BYTES,
  };
}

function peer(name: string, work: string, file: string, options: Options, speak: Speak): Target {
  return {
    name,
    work,
    async start(): Promise<Running> {
      const { pid, port, stop } = await startPeer(0, file);
      return { parts: () => ({ server: [pid] }), plan: { ...planFor(options, port, port, []), ...speak }, stop };
    },
  };
}

/** Two ways of playing clients of one and the same gateway. */
function ours(options: Options): Target[] {
  let path: Promise<LivePath> | undefined;
  const target = (name: string, work: string, id: string): Target => ({
    name,
    work,
    async start(): Promise<Running> {
      const { gatewayPort, ownerPort, pids, stop } = await (path ??= startLivePath(0));
      return {
        parts: () => pids,
        plan: planFor(options, gatewayPort, ownerPort, followScript(id, CONVERSATION)),
        stop,
      };
    },
  });
  const work = 'owner in memory → NATS → gateway → selection once → frames; CPU of all three processes, on one core';
  return [
    target(
      'parley',
      `${work}; operation ids as our web client makes them, the same for the same document and variables`,
      'web',
    ),
    target('parley, own ids', `${work}; every client has an operation id of its own`, 'op-%MEMBER%'),
  ];
}

/** P1: live fan-out through the graph, one room, eight messages under way. */
export async function measure(options: Options): Promise<void> {
  buildMeter();
  const targets = [
    ...ours(options),
    peer(
      'stock graphql-ws',
      'one process, events in memory, selection run for each subscriber',
      'stock-graphql-ws',
      options,
      { script: followScript('op-%MEMBER%', CONVERSATION) },
    ),
    peer(
      'socket.io',
      'one process, no GraphQL: one event emitted to a room, memory adapter, WebSocket transport',
      'socket-io',
      options,
      SOCKET_IO,
    ),
    peer(
      'ejabberd',
      "one process, no GraphQL, no archive: one occupant → room in memory → stanza for each occupant, plain TCP; posted on an occupant's own socket",
      'ejabberd',
      options,
      { ...xmpp(options.members), rooms: ['r%RUN%'] },
    ),
    peer('bare ws', 'one process, no GraphQL: one text sent to every socket', 'bare-ws', options, {
      script: [{ wait: 'Ready' }],
      protocol: '',
    }),
  ];
  const rounds = await interleave(targets, options.rounds, (line) => process.stderr.write(`${line}\n`));
  const title = `live fan-out through the graph, 1 × ${options.members}, 8 in flight`;
  const result = summarise(
    'p1',
    title,
    rounds,
    'parley',
    {
      ...versionsOf('graphql', 'graphql-ws', 'socket.io', 'ws', '@nats-io/transport-node'),
      ...debianVersionsOf('ejabberd'),
    },
    [atLeast(25, 'rate', 'stock graphql-ws'), atLeast(8, 'rate', 'socket.io')],
  );
  process.stderr.write(`${JSON.stringify(result.goals, null, 2)}\n${write(result)}\n`);
}
