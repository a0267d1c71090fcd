import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, testDatabase, TestNats, testRun, type TestDatabase } from '@parley/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { nodeFlags, PROCESSES, SERVICES, STORED, upper } from '../bootstrap/parts.mjs';
import type { Installation } from '../starter/installation.ts';
import { secretsOf } from '../starter/secrets.ts';
import { serviceEnv } from '../starter/service-env.ts';
import { suiteEnv, WORKSPACE } from '../suites/suite.ts';
import { assemble } from './assemble.mjs';
import { runInSandbox, whyNoSandbox } from './sandbox.ts';
import { Started } from './started.ts';

const noSandbox = whyNoSandbox();
if (noSandbox) process.stderr.write(`images are not started here, for want of namespaces: ${noSandbox}\n`);

let home: string;
const app = (service: string) => join(home, service);
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-images-'));
  execFileSync('nx', ['run-many', '-t', 'build', '--output-style=static'], { cwd: WORKSPACE, env: suiteEnv() });
  for (const service of SERVICES) assemble(service, app(service));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe.each(SERVICES)('the folder of %s', (service) => {
  test('holds what runs, and nothing else', () => {
    const names = readdirSync(app(service), { recursive: true, withFileTypes: true });
    const made = ['LICENSE', 'dist', 'node_modules', 'package.json', 'sbom.cdx.json'];
    const read = service === 'gateway' ? ['schema.graphql', 'supergraph.graphql', 'web'] : [];
    expect(readdirSync(app(service)).toSorted()).toEqual([...made, ...read].toSorted());
    expect(names.filter((entry) => !entry.isFile() && !entry.isDirectory())).toEqual([]);
    expect(names.filter(({ name }) => /\.([cm]?ts|tsx|map)$/.test(name))).toEqual([]);
    const packages = readdirSync(join(app(service), 'node_modules'));
    const own: Record<string, string[]> = { gateway: ['fastify'], recorder: ['playwright-core'] };
    expect(packages).toEqual(expect.arrayContaining(own[service] ?? ['pg', 'typeorm']));
    for (const tool of ['@parley', '.bin', 'typescript', 'vitest', 'nx', 'rolldown'])
      expect(packages).not.toContain(tool);
  });

  test('has a bill of materials that names every package in bundles and node_modules', () => {
    const bill = JSON.parse(readFileSync(join(app(service), 'sbom.cdx.json'), 'utf8')) as Bill;
    expect(bill.metadata.component.name).toBe(`${service}-image`);
    const listed = new Set(bill.components.map(({ group, name }) => (group ? `${group}/${name}` : name)));
    expect([...bundled(service)].filter((name) => !listed.has(name))).toEqual([]);
    expect([...listed].filter((name) => /^(vitest|typescript|nx|@parley\/testing)$/.test(name))).toEqual([]);
  });
});

describe.skipIf(noSandbox)('in a sandbox as a container is', () => {
  let nats: TestNats;
  let installation: Installation;
  const databases: Record<string, TestDatabase> = {};
  let started: Started | undefined;
  let metricsPort: number;

  beforeAll(async () => {
    nats = await TestNats.start();
    for (const service of STORED) databases[service] = await testDatabase(service);
    installation = await installationOf(home, nats, databases);
    metricsPort = await freePort();
  });
  afterEach(() => started?.kill());
  afterAll(async () => {
    for (const database of Object.values(databases)) await database.drop();
    await nats?.stop();
  });

  const envOf = (service: string) => ({
    ...serviceEnv(installation, service),
    ...testRun().mark,
    HOST: '0.0.0.0',
    METRICS_PORT: String(metricsPort),
    ...(service === 'gateway' ? { WEB_DIR: '/app/web' } : {}),
    ...(service === 'recorder'
      ? { RECORDINGS_DIR: '/tmp/recordings', RECORDER_CHROMIUM: '', RECORDER_FFMPEG: '' }
      : {}),
    ...(service === 'gate' ? { GATE_SNAPSHOT: '/tmp/removals.json' } : {}),
  });
  const start = (process: string) => {
    const { service = '', entry = '' } = PROCESSES.find(({ name }) => name === process) ?? {};
    const url = `http://127.0.0.1:${installation.ports[process]}`;
    return new Started(app(service), [...nodeFlags(process), `dist/${entry}.mjs`], envOf(process), url);
  };

  test.each(STORED)('%s migrates its database, serves, and ends when asked to', async (service) => {
    for (const args of [['dist/migrate.mjs'], ['dist/migrate.mjs', '--wait']]) {
      const migrated = runInSandbox(app(service), args, envOf(service));
      expect(migrated, migrated.stderr).toMatchObject({ status: 0 });
    }
    started = start(service);
    await started.answers('/healthz');
    await started.answers('/readyz');
    await started.answers('/metrics', `http://127.0.0.1:${metricsPort}`);
    expect(await started.end()).toBe(0);
  });

  test('the gate serves from the media-gateway’s folder, and ends when asked to', async () => {
    started = start('gate');
    for (const path of ['/healthz', '/readyz']) await started.answers(path);
    await started.answers('/metrics', `http://127.0.0.1:${metricsPort}`);
    expect(await started.end()).toBe(0);
  });

  test('recorder serves, and ends when asked to', async () => {
    started = start('recorder');
    for (const path of ['/healthz', '/readyz']) await started.answers(path);
    await started.answers('/metrics', `http://127.0.0.1:${metricsPort}`);
    expect(await started.end()).toBe(0);
  });

  test('gateway serves, gives the web page, and ends when asked to', async () => {
    started = start('gateway');
    await started.answers('/healthz');
    await started.answers('/readyz');
    await started.answers('/metrics', `http://127.0.0.1:${metricsPort}`);
    expect(await (await started.answers('/')).text()).toContain('<parley-root>');
    expect(await (await started.answers('/schema.graphql')).text()).toContain('type Query');
    expect(await started.end()).toBe(0);
  });
});

interface Bill {
  metadata: { component: { name: string } };
  components: { group?: string; name: string }[];
}

/** The packages that a service's source maps name as sources of its bundles, and those in its folder. */
function bundled(service: string): Set<string> {
  const dist = join(WORKSPACE, 'services', service, 'dist');
  const maps = readdirSync(dist).filter((name) => name.endsWith('.map'));
  const sources = maps.flatMap((name) => (JSON.parse(readFileSync(join(dist, name), 'utf8')) as Sources).sources);
  const beside = readdirSync(join(app(service), 'node_modules'), { recursive: true, encoding: 'utf8' });
  const paths = [...sources, ...beside.map((path) => `node_modules/${path}/`)];
  return new Set(paths.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^@/]+)\//.exec(path)?.[1] ?? []));
}
interface Sources {
  sources: string[];
}

/** As the starter has it, but for what the tests have of their own. Nobody answers as LiveKit. */
async function installationOf(
  directory: string,
  nats: TestNats,
  databases: Record<string, TestDatabase>,
): Promise<Installation> {
  const secrets = secretsOf(directory);
  const given = SERVICES.flatMap((service) => [
    [`NATS_URL_${upper(service)}`, nats.url(service)],
    [`DATABASE_URL_${upper(service)}`, databases[service]?.url],
  ]);
  const livekit = {
    LIVEKIT_URL: 'http://127.0.0.1:9',
    LIVEKIT_API_KEY: secrets.livekitKey,
    LIVEKIT_API_SECRET: secrets.livekitSecret,
  };
  const mail = { MAIL_URL: 'smtp://127.0.0.1:9' };
  const ports = await Promise.all(PROCESSES.map(async ({ name }) => [name, await freePort()]));
  return {
    workspace: WORKSPACE,
    home: directory,
    ports: Object.fromEntries(ports),
    secrets,
    embeds: { postgres: false, nats: false, livekit: false, mail: false },
    publicUrl: 'http://localhost:4000',
    isDemo: false,
    env: { PATH: process.env.PATH, ...livekit, ...mail, ...Object.fromEntries(given) },
  };
}
