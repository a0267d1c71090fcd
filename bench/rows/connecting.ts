import type { MeterPlan } from '../measure/meter.ts';
import type { Running, Target } from '../measure/rounds.ts';
import { startLivePath } from '../servers/gateway.ts';
import { startPeer } from '../servers/peer.ts';
import type { TokenMint } from '../servers/token-mint.ts';
import { followAnew, followFrom, joinAnew, listen, occupy, recover, type Returning } from './returning.ts';
import { BODY_BYTES } from './talk.ts';

const CONVERSATION = `cnv_${'1'.repeat(32)}`;
/** One person may have twenty sockets. */
const SOCKETS_EACH = 18;
/** How many shake hands at once when they first come; in a storm it is all of them. */
const AT_ONCE = 16;

/** Who connects. */
export interface Crowd {
  readonly mint: TokenMint;
  readonly members: number;
  /** Seconds until what opening left behind has been tidied up, before memory is read. */
  readonly heldSeconds: number;
}

function planFor(members: number, port: number, postPort: number, speak: Returning): MeterPlan {
  return {
    address: `127.0.0.1:${port}`,
    members,
    opening: AT_ONCE,
    inFlight: 1,
    seconds: 0,
    warm: 0,
    postAddress: `127.0.0.1:${postPort}`,
    postPath: '/say',
    postBody: '%BODY%',
    bodyBytes: BODY_BYTES,
    ...speak,
  };
}

/** The live path of P1 with access tokens; so many people, a socket or several each. */
function ours({ mint, members, heldSeconds }: Crowd, name: string, work: string, people: number): Target {
  return {
    name,
    work: `owner in memory → NATS → gateway; token checked once and remembered, person's inbox followed, cursor to come back with; CPU and memory of all three processes, on one core; ${work}`,
    async start(): Promise<Running> {
      const { gatewayPort, ownerPort, pids, stop } = await startLivePath(0, mint);
      return {
        parts: () => pids,
        plan: planFor(members, gatewayPort, ownerPort, followFrom(CONVERSATION)),
        heldSeconds,
        fresh: async () => ({ bearers: mint.tokens(people) }),
        stop,
      };
    },
  };
}

interface PeerKind {
  readonly work: string;
  /** The file in `bench/peers`. */
  readonly file: string;
  readonly speak: Returning;
  /** Its other settings. */
  readonly more?: Readonly<Record<string, string>>;
}

const PEERS: Readonly<Record<string, PeerKind>> = {
  'stock graphql-ws': {
    work: 'one process, events in memory; token checked every time; cannot go on where a client was',
    file: 'stock-graphql-ws',
    speak: followAnew(CONVERSATION),
  },
  'socket.io': {
    work: 'one process, no GraphQL, a room in memory; token checked every time; does not go on where a client was',
    file: 'socket-io',
    speak: joinAnew,
  },
  'socket.io with state recovery': {
    work: 'the same, what was sent kept in memory; who comes back is not asked for a token, is in its room again and gets what it missed',
    file: 'socket-io',
    speak: recover,
    more: { RECOVERY: '1' },
  },
  ejabberd: {
    work: 'one process, no GraphQL, a room in memory, plain TCP; token checked every time; joins anew, without history',
    file: 'ejabberd',
    speak: occupy([]),
  },
  'bare ws': {
    work: 'one process: a socket and nothing else, no token, nothing to subscribe to; does not go on where a client was',
    file: 'bare-ws',
    speak: listen,
  },
};

function peer({ mint, members, heldSeconds }: Crowd, name: string, { work, file, speak, more }: PeerKind): Target {
  const settings = { TOKEN_KEYS: JSON.stringify(mint.jwks), TOKEN_ISSUER: mint.issuer, ...more };
  return {
    name,
    work,
    async start(): Promise<Running> {
      const { pid, port, stop } = await startPeer(0, file, undefined, settings);
      return {
        parts: () => ({ server: [pid] }),
        plan: planFor(members, port, port, speak),
        heldSeconds,
        fresh: async () =>
          file === 'ejabberd'
            ? occupy(mint.tokens(members, (n) => ({ jid: `u${n}@localhost` })))
            : { bearers: mint.tokens(members) },
        stop,
      };
    },
  };
}

/** Ours and all peers. */
export const connectingTo = (crowd: Crowd): Target[] => [
  ours(crowd, 'parley', 'everybody is a person of their own', crowd.members),
  ours(crowd, 'parley, several sockets each', `a person has ${SOCKETS_EACH}`, Math.ceil(crowd.members / SOCKETS_EACH)),
  ...Object.entries(PEERS).map(([name, kind]) => peer(crowd, name, kind)),
];
