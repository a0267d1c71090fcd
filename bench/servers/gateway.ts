import { generateKeyPairSync } from 'node:crypto';
import { findServer, SERVERS } from '@parley/tools/bootstrap/servers.mjs';
import { freePort, startOn, type Started } from '../measure/processes.ts';
import { bundle, gatewayBundle } from './build.ts';

/** A broker, the shipped gateway and an owner in memory. */
export interface LivePath {
  readonly gatewayPort: number;
  readonly ownerPort: number;
  /** Processes by name. */
  readonly pids: Record<string, number[]>;
  stop(): Promise<void>;
}

/** Whose access tokens a gateway takes. */
export interface Auth {
  /** Where its keys are published. */
  readonly url: string;
  readonly issuer: string | undefined;
}

/** Nobody's: all are anonymous. */
const NO_AUTH: Auth = { url: 'http://127.0.0.1:9', issuer: undefined };

/** All of it on one core. */
export async function startLivePath(core: number, auth = NO_AUTH): Promise<LivePath> {
  const started: Started[] = [];
  const stop = async () => {
    for (const one of started.reverse()) await one.stop();
  };
  try {
    return { ...(await startAll(core, auth, started)), pids: byName(started), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const byName = ([nats, owner, gateway]: readonly Started[]): Record<string, number[]> =>
  Object.fromEntries(Object.entries({ nats, owner, gateway }).map(([name, one]) => [name, one ? [one.pid] : []]));

let built: Promise<{ owner: string; gateway: string }> | undefined;

/** What is run, built once. */
const files = () => (built ??= bundle('live-owner').then((owner) => ({ owner, gateway: gatewayBundle() })));

async function startAll(
  core: number,
  auth: Auth,
  started: Started[],
): Promise<Pick<LivePath, 'gatewayPort' | 'ownerPort'>> {
  const [natsPort, gatewayPort, ownerPort] = [await freePort(), await freePort(), await freePort()];
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const nowhere = 'http://127.0.0.1:9/graphql';
  const natsUrl = `nats://127.0.0.1:${natsPort}`;
  const natsServer = await findServer(SERVERS.nats);
  if (!natsServer) throw new Error('There is no nats-server yet: `npm start` builds it.');
  started.push(
    await startOn(core, [natsServer, '-a', '127.0.0.1', '-p', String(natsPort)], { ready: 'Server is ready' }),
  );
  const keys = JSON.stringify([{ ...publicKey.export({ format: 'jwk' }), kid: 'bench' }]);
  const { owner, gateway } = await files();
  const env = { NODE_ENV: 'production', NATS_URL: natsUrl };
  started.push(
    await startOn(core, [process.execPath, owner], {
      env: { ...env, PORT: String(ownerPort), CLAIM_PUBLIC_KEYS: keys },
      ready: 'ready',
    }),
  );
  const gatewayEnv = {
    ...env,
    PORT: String(gatewayPort),
    PUBLIC_URL: auth.issuer ?? `http://localhost:${gatewayPort}`,
    INSTALLATION_ID: 'bench',
    CLAIM_PRIVATE_KEY: JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'bench' }),
    AUTH_URL: auth.url,
    SUBGRAPH_AUTH_URL: nowhere,
    SUBGRAPH_CONTACTS_URL: nowhere,
    SUBGRAPH_PRESENCE_URL: nowhere,
    SUBGRAPH_CHAT_URL: nowhere,
    SUBGRAPH_MEDIA_GATEWAY_URL: nowhere,
    // One address plays a thousand people.
    BUDGET_POINTS: '1000000000',
    BUDGET_POINTS_PER_SECOND: '1000000000',
  };
  started.push(await startOn(core, [process.execPath, gateway], { env: gatewayEnv, ready: '"msg":"ready"' }));
  await untilOpen(`ws://127.0.0.1:${gatewayPort}/graphql`);
  return { gatewayPort, ownerPort };
}

/** The gateway takes sockets once it has found the broker. */
async function untilOpen(url: string): Promise<void> {
  for (;;) {
    const socket = new WebSocket(url, 'graphql-transport-ws');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    });
    socket.close();
    if (isOpen) return;
  }
}
