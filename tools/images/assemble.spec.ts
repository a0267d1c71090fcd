import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { StepFailure } from '../bootstrap/failure.mjs';
import { assemble } from './assemble.mjs';
import { fakeWorkspace } from './fake-workspace.ts';

const made: string[] = [];
afterEach(() => made.splice(0).forEach((directory) => rmSync(directory, { recursive: true, force: true })));
const workspaceWith = (files: Record<string, string | undefined> = {}) => {
  const workspace = fakeWorkspace(files);
  made.push(workspace);
  return { workspace, app: join(workspace, 'made/app') };
};

function failure(act: () => unknown): StepFailure {
  try {
    act();
  } catch (error) {
    if (error instanceof StepFailure) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('the folder has what the bundles import and what that needs here, and no more', () => {
  const { workspace, app } = workspaceWith();
  expect(assemble('auth', app, workspace)).toEqual([
    'node_modules/driver',
    'node_modules/native-here',
    // One that driver can do without, and auth cannot.
    'node_modules/peer',
  ]);
  expect(readdirSync(app).toSorted()).toEqual(['LICENSE', 'dist', 'node_modules', 'package.json', 'sbom.cdx.json']);
  expect(readdirSync(join(app, 'dist'))).toEqual(['main.mjs']);
  expect(readdirSync(join(app, 'node_modules/driver')).toSorted()).toEqual(['index.js', 'package.json']);
  expect(JSON.parse(readFileSync(join(app, 'package.json'), 'utf8'))).toEqual({
    name: '@parley/auth-service',
    version: '1.2.3',
    private: true,
    license: 'Apache-2.0',
    type: 'module',
  });
  for (const name of ['.', 'dist', 'node_modules/driver']) expect(statSync(join(app, name)).mode & 0o777).toBe(0o755);
  for (const name of ['LICENSE', 'dist/main.mjs', 'package.json', 'sbom.cdx.json', 'node_modules/driver/index.js']) {
    expect(statSync(join(app, name)).mode & 0o777).toBe(0o644);
  }
});

test('the bill of materials is npm’s; it keeps what others have for development, and lists what is bundled', () => {
  const map = JSON.stringify({ sources: ['../src/main.ts', '../../../node_modules/tester/lib/index.js'] });
  const { workspace, app } = workspaceWith({ 'services/auth/dist/main.mjs.map': map });
  assemble('auth', app, workspace);
  const bill = JSON.parse(readFileSync(join(app, 'sbom.cdx.json'), 'utf8')) as {
    metadata: { component: { name: string; version: string }; tools: { vendor: string }[] };
    components: { purl: string }[];
  };
  expect(bill.metadata.tools[0]?.vendor).toBe('npm');
  expect(bill.metadata.component).toMatchObject({ name: 'auth-image', version: '1.2.3' });
  expect(bill.components.map(({ purl }) => purl).toSorted()).toEqual([
    'pkg:npm/%40parley/auth-service@1.2.3',
    'pkg:npm/driver@1.0.0',
    'pkg:npm/native-here@1.0.0',
    'pkg:npm/peer@1.0.0',
    'pkg:npm/tester@1.0.0',
  ]);
});

test('a service that nobody knows is refused', () => {
  const { workspace, app } = workspaceWith();
  expect(failure(() => assemble('mail', app, workspace))).toMatchObject({
    message: 'there is no service mail',
    mend: expect.stringContaining('name one of auth,') as string,
  });
  expect(failure(() => assemble('../auth', app, workspace)).message).toBe('there is no service ../auth');
});

test('a service that is not built is refused, the gateway also without its web', () => {
  const { workspace, app } = workspaceWith({ 'services/gateway/dist/main.mjs': '' });
  expect(failure(() => assemble('chat', app, workspace))).toMatchObject({
    message: 'chat is not built: no services/chat/dist/main.mjs',
    mend: 'run: npm run build',
  });
  expect(failure(() => assemble('gateway', app, workspace)).message).toBe(
    'gateway is not built: no web-angular/dist/browser/index.html',
  );
});

test('a directory that holds something is refused, and left as it was', () => {
  const { workspace, app } = workspaceWith();
  mkdirSync(app, { recursive: true });
  writeFileSync(join(app, 'mine'), '');
  expect(failure(() => assemble('auth', app, workspace)).message).toBe(`${app} is not empty`);
  expect(readdirSync(app)).toEqual(['mine']);
  rmSync(join(app, 'mine'));
  expect(assemble('auth', app, workspace)).toContain('node_modules/driver');
});

test('a package for development only is refused, and so is one that is not installed', () => {
  const dev = workspaceWith({ 'services/auth/dist/main.mjs': `const a = require$1('tester');` });
  expect(failure(() => assemble('auth', dev.app, dev.workspace)).message).toBe(
    'auth imports tester, which is there for development only',
  );
  const lacking = workspaceWith({ 'node_modules/peer/package.json': undefined });
  expect(failure(() => assemble('auth', lacking.app, lacking.workspace))).toMatchObject({
    message: 'peer, which services/auth needs, is not installed',
    mend: 'run: npm ci',
  });
});

test('as a command it says what it lacks', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'assemble.mjs'), ...args], { encoding: 'utf8' });
  for (const args of [[], ['auth'], ['auth', 'a', 'b']]) {
    expect(run(...args)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('<service> <directory>') as string,
    });
  }
  expect(run('mail', 'somewhere')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('no service mail') as string,
  });
});
