import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A workspace small enough to read: auth is built and imports `driver`, which may use `peer` and needs `native`.
 *
 * @param files more files, by path; undefined leaves one of the usual out
 * @returns its directory
 */
export function fakeWorkspace(files: Record<string, string | undefined> = {}): string {
  const workspace = mkdtempSync(join(tmpdir(), 'parley-workspace-'));
  for (const [path, text] of Object.entries({ ...USUAL, ...files })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text, { mode: 0o600 });
  }
  return workspace;
}

const auth = {
  name: '@parley/auth-service',
  version: '1.2.3',
  license: 'Apache-2.0',
  dependencies: { driver: '1.0.0', peer: '1.0.0' },
  devDependencies: { tester: '1.0.0' },
};
const one = { version: '1.0.0', license: 'MIT' };
const lock = {
  name: 'parley',
  lockfileVersion: 3,
  packages: {
    '': { name: 'parley', workspaces: ['services/*'], devDependencies: { peer: '1.0.0', tester: '1.0.0' } },
    'services/auth': auth,
    'node_modules/@parley/auth-service': { resolved: 'services/auth', link: true },
    'node_modules/driver': {
      ...one,
      optionalDependencies: { 'native-here': '1.0.0', 'native-elsewhere': '1.0.0' },
      peerDependencies: { peer: '*', tester: '*' },
      peerDependenciesMeta: { peer: { optional: true }, tester: { optional: true } },
    },
    'node_modules/native-here': { ...one, optional: true },
    'node_modules/native-elsewhere': { ...one, optional: true, os: ['elsewhere'] },
    'node_modules/peer': one,
    'node_modules/tester': { ...one, dev: true },
  },
};
const USUAL: Record<string, string> = {
  'package.json': JSON.stringify({ name: 'parley' }),
  'package-lock.json': JSON.stringify(lock),
  LICENSE: 'Apache',
  'node_modules/@parley/auth-service/package.json': '{}',
  'services/auth/package.json': JSON.stringify(auth),
  'services/auth/dist/main.mjs': `import { connect } from 'driver/pool';\nawait import('absent');`,
  'services/auth/dist/main.mjs.map': JSON.stringify({ sources: ['../src/main.ts'] }),
  'node_modules/driver/package.json': '{}',
  'node_modules/driver/index.js': '',
  'node_modules/driver/index.d.ts': '',
  'node_modules/driver/node_modules/nested/package.json': '{}',
  'node_modules/native-here/index.node': '',
  'node_modules/peer/package.json': '{}',
  'node_modules/tester/package.json': '{}',
};
