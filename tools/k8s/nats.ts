import { stringify } from 'yaml';
import { BUS_USERS, upper } from '../bootstrap/parts.mjs';
import { natsPermissions } from '../embedded/nats.ts';

/** What stands on top of whatever is written from here. */
const NOTICE = '# Written by `npm run k8s:nats` from tools/embedded/nats.ts, where it stands once who may say what.\n';
/** The operator's own user: sees servers and connections, and hears nothing of what is said. */
const SYSTEM = 'system';

/** The environment variable with the password as the Secret has it. */
const bare = (user: string): string => `PASSWORD_${upper(user)}`;
/** The environment variable that nats.conf reads: the password in quotes. NATS parses what a variable holds, and takes
 * one password in thirty for a broken number otherwise. */
const quoted = (user: string): string => `QUOTED_${bare(user)}`;
/** A variable in a value of the chart, which takes the quotes away. */
const reference = (user: string): string => `<< $${quoted(user)} >>`;

/** One user per process, in the everyday account, with what it may say and hear. */
export function natsUsers(): object[] {
  return BUS_USERS.map((user) => ({ user, password: reference(user), permissions: natsPermissions(user) }));
}

/** Users of both accounts, as they stand in NATS' configuration. */
function access(): object {
  return {
    authorization: { users: natsUsers() },
    accounts: { $SYS: { users: [{ user: SYSTEM, password: reference(SYSTEM) }] } },
  };
}

/** The configuration of one NATS in a pod: JetStream on a volume, synced with every write. */
export function natsConf(): string {
  const config = {
    server_name: '<< $POD_NAME >>',
    port: 4222,
    http_port: 8222,
    // A write is told of when it is on the disk: with one copy there is no neighbour who knows it too.
    jetstream: { store_dir: '/data', max_memory_store: 0, max_file_store: '<< 8G >>', sync_interval: 'always' },
    ...access(),
  };
  return `${NOTICE}${unquoted(JSON.stringify(config, null, 2))}\n`;
}

/** The servers of the cluster, as the chart's values count them. */
export const CLUSTER_SIZE = 3;
/** Where one server finds another, with the password that keeps everybody else off the routes. */
const route = (index: number): string => `"nats://route:$(${bare(SYSTEM)})@nats-${index}.nats-headless:6222"`;

/** What the cluster's servers say to each other, in the chart's values. */
function cluster(): object {
  return {
    authorization: { user: 'route', password: reference(SYSTEM) },
    routes: [...Array(CLUSTER_SIZE).keys()].map((index) => `<< $ROUTE_${index} >>`),
  };
}

/** Values for the official chart that hold the same users; goes beside values.yaml. */
export function chartUsers(): string {
  // The chart writes them in the order of their names: what one refers to comes before it.
  const env: [string, object][] = [
    ...natsEnvironment().flatMap(({ user, bare, quoted }): [string, object][] => [
      [bare, { valueFrom: { secretKeyRef: { name: 'nats-users', key: user } } }],
      [quoted, { value: `"$(${bare})"` }],
    ]),
    ...[...Array(CLUSTER_SIZE).keys()].map((index): [string, object] => [`ROUTE_${index}`, { value: route(index) }]),
  ];
  const values = {
    config: { merge: access(), cluster: { merge: cluster() } },
    container: { env: Object.fromEntries(env) },
  };
  return `${NOTICE}${stringify(values, { singleQuote: true, lineWidth: 0 })}`;
}

/** As the chart does it: `"<< x >>"` becomes x. */
export function unquoted(json: string): string {
  return json.replaceAll(/"<< (.*?) >>"/g, '$1');
}

/** The environment of a NATS pod, by user: the variable with the password and the one with the password in quotes. */
function natsEnvironment(): { user: string; bare: string; quoted: string }[] {
  return [...BUS_USERS, SYSTEM].map((user) => ({ user, bare: bare(user), quoted: quoted(user) }));
}
