import { join } from 'node:path';
import { buildMeter, type MeterPlan } from '../measure/meter.ts';
import { freePort, startOn } from '../measure/processes.ts';
import { interleave, type Running, type Target } from '../measure/rounds.ts';
import { summarise, versionsOf, write } from '../measure/summary.ts';
import { startLivePath, type LivePath } from '../servers/gateway.ts';
import { followScript, type Options } from './conversation.ts';

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
    bodyBytes: 128,
  };
}

function peer(
  name: string,
  work: string,
  file: string,
  options: Options,
  script: MeterPlan['script'],
  protocol?: string,
): Target {
  return {
    name,
    work,
    async start(): Promise<Running> {
      const port = await freePort();
      const path = join(import.meta.dirname, '..', 'peers', file);
      const env = { PORT: String(port), NODE_ENV: 'production' };
      const { pid, stop } = await startOn(0, [process.execPath, path], { env, ready: 'ready' });
      const plan = planFor(options, port, port, script);
      return { pids: () => [pid], plan: { ...plan, protocol: protocol ?? plan.protocol ?? '' }, stop };
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
      return { pids: () => pids, plan: planFor(options, gatewayPort, ownerPort, followScript(id, CONVERSATION)), stop };
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
      'stock-graphql-ws.mjs',
      options,
      followScript('op-%MEMBER%', CONVERSATION),
    ),
    peer(
      'bare ws',
      'one process, no GraphQL: one text sent to every socket',
      'bare-ws.mjs',
      options,
      [{ wait: 'Ready' }],
      '',
    ),
  ];
  const rounds = await interleave(targets, options.rounds, (line) => process.stderr.write(`${line}\n`));
  const title = `live fan-out through the graph, 1 × ${options.members}, 8 in flight`;
  const result = summarise(
    'p1',
    title,
    rounds,
    'parley',
    versionsOf('graphql', 'graphql-ws', 'ws', '@nats-io/transport-node'),
  );
  process.stderr.write(`${JSON.stringify(result.ratios, null, 2)}\n${write(result)}\n`);
}
