import { connectionsOf, connectionsTableOf, oneMore, type ConnectionGoal } from '../measure/connections.ts';
import { buildMeter } from '../measure/meter.ts';
import { interleave } from '../measure/rounds.ts';
import { debianVersionsOf, summariseAll, versionsOf, write } from '../measure/summary.ts';
import { TokenMint } from '../servers/token-mint.ts';
import { connectingTo } from './connecting.ts';
import type { Options } from './options.ts';

/** How much larger the storm's table is. */
const STORM = 9;

const GOALS: readonly ConnectionGoal[] = [
  { what: 'openKb', part: 'gateway', goal: 8 },
  { what: 'openCpuMs', part: 'gateway', goal: 0.15 },
  { what: 'backMs', peer: 'socket.io', goal: 0.5 },
  { what: 'missed', goal: 0 },
];

/** P8: memory and CPU of connecting, signing in and subscribing; all come back at once. */
export async function measure(options: Options): Promise<void> {
  buildMeter();
  const mint = await TokenMint.open();
  const measured = [];
  try {
    for (const members of [options.members, STORM * options.members]) {
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const targets = connectingTo({ mint, members, heldSeconds: options.seconds });
      const rounds = await interleave(targets, options.rounds, say, { isFresh: true, describe: connectionsOf });
      measured.push({ members, table: connectionsTableOf(rounds, 'parley', GOALS) });
    }
  } finally {
    await mint.close();
  }
  const [few, many] = measured as [(typeof measured)[number], (typeof measured)[number]];
  const tables = measured.map(({ members, table }) => ({ title: `${members} members`, ...table }));
  const versions = {
    ...versionsOf('graphql', 'graphql-ws', 'socket.io', 'ws', 'jose', '@nats-io/transport-node'),
    ...debianVersionsOf('ejabberd'),
  };
  const title = 'connections: memory and CPU of connect + sign-in + subscribe; all dropped, all back at once';
  const result = {
    ...summariseAll('p8', title, tables, versions),
    oneMore: oneMore(few.table, few.members, many.table, many.members),
    correctness:
      'no member saw a message twice or out of order; whoever followed (again) saw every message posted from then on, and, where it can resume, those posted while it was away; else there would be no file',
  };
  process.stderr.write(
    `${JSON.stringify(
      tables.map(({ goals }) => goals),
      null,
      2,
    )}\n${write(result)}\n`,
  );
}
