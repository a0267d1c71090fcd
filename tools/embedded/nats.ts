/** The first word after `evt.`, `req.` and `live.` that a service owns. */
function topicOf(service: string): string {
  return service === 'media-gateway' ? 'media' : service;
}

/** What one user may say and hear. NATS lets a deny win over an allow. */
interface Permissions {
  publish: { allow: string[]; deny?: string[] };
  subscribe: { allow: string[] };
  allow_responses: boolean;
}

/** The gate listens to the outside: it reads facts and asks one question, and can neither answer one nor change a stream. */
const GATE: Permissions = {
  publish: {
    allow: [
      'req.media.removals.v1',
      '$JS.API.INFO',
      '$JS.API.STREAM.INFO.EVT',
      '$JS.API.CONSUMER.CREATE.EVT',
      '$JS.API.CONSUMER.*.EVT.>',
      '$JS.API.CONSUMER.MSG.NEXT.EVT.>',
      '$JS.ACK.EVT.>',
    ],
  },
  subscribe: { allow: ['_INBOX.gate.>'] },
  allow_responses: false,
};

/** A worker takes jobs, reports on them and hears how busy the others are. It runs a browser: it hears and says nothing else, facts included. */
const RECORDER: Permissions = {
  publish: { allow: ['req.media.recording.>', 'live.recorder.>'] },
  subscribe: { allow: ['_INBOX.recorder.>', 'req.recorder.>', 'live.recorder.capacity'] },
  allow_responses: true,
};

/**
 * Who may say what: only the owner speaks under its name, only the gateway asks the live door's questions and hears
 * wake-ups, and everybody has an inbox of their own.
 */
export function natsPermissions(service: string): Permissions {
  if (service === 'gate') return GATE;
  if (service === 'recorder') return RECORDER;
  const topic = topicOf(service);
  const own = [`evt.${topic}.>`, `live.${topic}.>`, `dead.${service}`, '$JS.API.>', '$JS.ACK.>'];
  const heard: Record<string, string[]> = {
    gateway: ['live.>', 'evt.auth.session.>'],
    // What recorders have free.
    'media-gateway': ['live.recorder.capacity'],
  };
  const isGateway = service === 'gateway';
  return {
    publish: isGateway ? { allow: [...own, 'req.>'] } : { allow: [...own, 'req.>'], deny: ['req.*.live.>'] },
    subscribe: {
      allow: [`_INBOX.${service}.>`, `req.${topic}.>`, ...(heard[service] ?? [])],
    },
    allow_responses: true,
  };
}

/** What one server of several needs to know of the others. */
interface Cluster {
  /** This server's own name. */
  serverName: string;
  port: number;
  /** Ports of all servers of the cluster, on this machine. */
  ports: number[];
}

/**
 * The configuration of an embedded NATS: JetStream on disk, loopback only, one user per service, and one for the gate.
 *
 * @param options passwords by service; storeDirectory for JetStream's files; cluster: one server of several, which writes
 *   everything to the disk at once, as in production
 */
export function natsConfig(options: {
  port: number;
  storeDirectory: string;
  passwords: Record<string, string>;
  cluster?: Cluster | undefined;
}): string {
  const { cluster } = options;
  const users = Object.entries(options.passwords).map(([user, password]) => ({
    user,
    password,
    permissions: natsPermissions(user),
  }));
  return `${JSON.stringify(
    {
      host: '127.0.0.1',
      port: options.port,
      server_name: cluster?.serverName ?? 'parley',
      jetstream: {
        store_dir: options.storeDirectory,
        max_memory_store: 67_108_864,
        max_file_store: 4_294_967_296,
        ...(cluster ? { sync_interval: 'always' } : {}),
      },
      authorization: { users },
      ...(cluster ? { cluster: clusterConfig(cluster) } : {}),
    },
    null,
    2,
  )}\n`;
}

function clusterConfig({ port, ports }: Cluster) {
  return { name: 'parley', host: '127.0.0.1', port, routes: ports.map((one) => `nats://127.0.0.1:${one}`) };
}
