import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildServer, findServer, SERVERS } from './servers.mjs';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-servers-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function program(name: string, says: string): void {
  const file = join(directory, name);
  writeFileSync(file, `#!/bin/sh\necho '${says}'\n`);
  chmodSync(file, 0o755);
}

const env = () => ({ PATH: directory, XDG_CACHE_HOME: join(directory, 'cache') });

test('a server of the right version on PATH is used', async () => {
  program('nats-server', `nats-server: v${SERVERS.nats.version}`);
  expect(await findServer(SERVERS.nats, env())).toBe(join(directory, 'nats-server'));
});

test.each(['nats-server: v2.14.50', 'nats-server: v12.14.5', 'nats-server: v2.9.10'])(
  '%s is not the right version',
  async (says) => {
    program('nats-server', says);
    expect(await findServer(SERVERS.nats, env())).toBeUndefined();
  },
);

test('the cache of all clones comes first', async () => {
  const cached = join(directory, 'cache/parley/bin');
  mkdirSync(cached, { recursive: true });
  program(`cache/parley/bin/nats-server-${SERVERS.nats.version}`, 'built');
  expect(await findServer(SERVERS.nats, env())).toBe(join(cached, `nats-server-${SERVERS.nats.version}`));
});

test('with a Go that is too old it says exactly what to install', async () => {
  program('go', 'go1.22.1');
  const building = buildServer(SERVERS.livekit, { log: join(directory, 'log'), env: env(), places: [] });
  await expect(building).rejects.toMatchObject({
    step: 'livekit-server',
    message: expect.stringMatching(/Go 1\.26 or later is needed to build livekit-server 1\.13\.5, and .*go is 1\.22/),
    mend: expect.stringContaining('install Go ≥ 1.26'),
  });
});

test('without Go it says exactly what to install', async () => {
  const building = buildServer(SERVERS.nats, { log: join(directory, 'log'), env: env(), places: [] });
  await expect(building).rejects.toThrow('Go 1.26 or later is needed to build nats-server 2.14.5, and there is none');
});
