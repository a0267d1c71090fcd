import { BUS_USERS, STORED } from '../bootstrap/parts.mjs';
import { serviceDatabase } from '../embedded/databases.ts';
import { SUPERUSER } from '../embedded/postgres.ts';
import { generateSecrets, publicKeyOf, randomSecret } from '../starter/secrets.ts';

/** The namespaces of an installation. */
export const NAMESPACES = { services: 'parley', media: 'parley-media' } as const;

/** Who brings a Secret: `npm run k8s:secrets`, cert-manager from a Certificate, or the operator. */
export type SecretSource = 'k8s:secrets' | 'cert-manager' | 'operator';

/** A Secret that the manifests count on, without its values. */
export interface RequiredSecret {
  namespace: string;
  name: string;
  /** Kubernetes' type; absent: Opaque. */
  type?: string;
  keys: string[];
  source: SecretSource;
}

/** A Secret with its values. */
export interface KubernetesSecret {
  namespace: string;
  name: string;
  type?: string;
  data: Record<string, string>;
}

const BASIC_AUTH = 'kubernetes.io/basic-auth';
const TLS = { type: 'kubernetes.io/tls', keys: ['tls.crt', 'tls.key'], source: 'cert-manager' } as const;

/** Every Secret of an installation, with who makes it; the manifests may refer to these and to no other. */
export function requiredSecrets(): RequiredSecret[] {
  const ours = generateKubernetesSecrets().map(({ data, ...secret }): RequiredSecret => ({
    ...secret,
    keys: Object.keys(data),
    source: 'k8s:secrets',
  }));
  return [
    ...ours,
    { ...TLS, namespace: NAMESPACES.services, name: 'parley-tls', keys: [...TLS.keys] },
    { ...TLS, namespace: NAMESPACES.media, name: 'turn-tls', keys: [...TLS.keys] },
    ...['backup-s3', 'recordings-s3', 'files-s3'].map((name): RequiredSecret => ({
      namespace: NAMESPACES.services,
      name,
      keys: ['access-key-id', 'secret-access-key'],
      source: 'operator',
    })),
  ];
}

/** New values for every Secret that we make: random, and fitting each other across the two namespaces. */
export function generateKubernetesSecrets(): KubernetesSecret[] {
  const made = generateSecrets();
  const opaque = (name: string, data: Record<string, string>): KubernetesSecret => ({
    namespace: NAMESPACES.services,
    name,
    data,
  });
  const livekit = { 'api-key': made.livekitKey, 'api-secret': made.livekitSecret };
  return [
    ...STORED.map((service) => {
      const { role, password } = serviceDatabase(service, made.databasePasswords[service] ?? '');
      return { ...opaque(`postgres-${service}`, { username: role, password }), type: BASIC_AUTH };
    }),
    { ...opaque('postgres-superuser', { username: SUPERUSER, password: made.superuserPassword }), type: BASIC_AUTH },
    opaque('nats-users', {
      ...Object.fromEntries(BUS_USERS.map((user) => [user, made.natsPasswords[user] ?? ''])),
      system: randomSecret(),
    }),
    opaque('claim-keys', {
      private: JSON.stringify(made.claimKey),
      public: JSON.stringify([publicKeyOf(made.claimKey)]),
    }),
    opaque('auth', { 'session-secret': made.sessionSecret }),
    opaque('chat', { 'live-secret': made.liveSecret }),
    opaque('presence', { 'live-secret': randomSecret() }),
    opaque('media-gateway', { 'live-secret': randomSecret() }),
    opaque('recordings', { secret: made.recordingsSecret }),
    opaque('push', { 'private-key': made.pushKey }),
    opaque('livekit', livekit),
    {
      namespace: NAMESPACES.media,
      name: 'livekit',
      // What LIVEKIT_KEYS wants: one line of YAML.
      data: { ...livekit, keys: `${made.livekitKey}: ${made.livekitSecret}` },
    },
    { namespace: NAMESPACES.media, name: 'redis', data: { password: randomSecret() } },
  ];
}

/**
 * The Secrets as YAML for `kubectl create -f -`. They are immutable: a second run makes other values, and neither
 * `create` nor `apply` can put those in the place of values that are in use.
 */
export function secretsYaml(secrets: KubernetesSecret[]): string {
  return secrets
    .map(({ namespace, name, type, data }) =>
      [
        '---',
        'apiVersion: v1',
        'kind: Secret',
        `metadata: { namespace: ${namespace}, name: ${name}, labels: { app.kubernetes.io/part-of: parley } }`,
        `type: ${type ?? 'Opaque'}`,
        'immutable: true',
        'stringData:',
        ...Object.entries(data).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`),
        '',
      ].join('\n'),
    )
    .join('');
}
