import { SERVICES, STORED } from '../../bootstrap/parts.mjs';

/** A Secret that is not in the manifests, because its values are nobody's business. */
export interface ForeignSecret {
  namespace: string;
  name: string;
  keys: string[];
}

/** What `npm run k8s:secrets` makes, and what the operator brings. */
export function foreignSecrets(): ForeignSecret[] {
  const ours = (name: string, keys: string[]): ForeignSecret => ({ namespace: 'parley', name, keys });
  return [
    ...[...STORED, 'superuser'].map((name) => ours(`postgres-${name}`, ['username', 'password'])),
    ours('nats-users', [...SERVICES, 'system']),
    ours('claim-keys', ['private', 'public']),
    ours('auth', ['session-secret']),
    ours('chat', ['live-secret']),
    ours('presence', ['live-secret']),
    ours('livekit', ['api-key', 'api-secret']),
    ours('backup-s3', ['access-key-id', 'secret-access-key']),
    { namespace: 'parley-media', name: 'livekit', keys: ['keys', 'api-key', 'api-secret'] },
    { namespace: 'parley-media', name: 'redis', keys: ['password'] },
  ];
}
