import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who may speak to the API server: RBAC knows the names and groups of the real components. */
const PEOPLE = {
  admin: { user: 'admin', group: 'system:masters' },
  'controller-manager': { user: 'system:kube-controller-manager', group: '' },
  scheduler: { user: 'system:kube-scheduler', group: '' },
} as const;

type Person = keyof typeof PEOPLE;

/** What one run's components show each other; made new for each run, worth nothing after it. */
export interface Credentials {
  /** The API server's file of tokens. */
  tokenFile: string;
  /** The admin's. */
  token: string;
  /** Signs and checks the tokens of service accounts. */
  serviceAccountKey: string;
  /** Files for those who come with a kubeconfig. */
  kubeconfigs: Record<Person, string>;
}

/**
 * Writes the credentials of a run.
 *
 * @param directory the run's, closed to others
 * @param server the API server's address
 * @param authority the file in which the API server leaves its self-signed certificate
 */
export function makeCredentials(directory: string, server: string, authority: string): Credentials {
  const people = Object.keys(PEOPLE) as Person[];
  const tokens = Object.fromEntries(people.map((person) => [person, randomBytes(24).toString('hex')]));
  const write = (name: string, text: string) => {
    const file = join(directory, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const rows = people.map((person) => `${tokens[person]},${PEOPLE[person].user},${person},"${PEOPLE[person].group}"\n`);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kubeconfigs = people.map((person) => {
    const config = kubeconfig(server, authority, tokens[person] ?? '');
    return [person, write(`${person}.kubeconfig`, JSON.stringify(config))];
  });
  return {
    tokenFile: write('tokens.csv', rows.join('')),
    token: tokens.admin ?? '',
    serviceAccountKey: write('service-accounts.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()),
    kubeconfigs: Object.fromEntries(kubeconfigs) as Record<Person, string>,
  };
}

function kubeconfig(server: string, authority: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'proof', cluster: { server, 'certificate-authority': authority } }],
    users: [{ name: 'proof', user: { token } }],
    contexts: [{ name: 'proof', context: { cluster: 'proof', user: 'proof' } }],
    'current-context': 'proof',
  };
}
