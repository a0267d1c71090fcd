import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StepFailure } from '../bootstrap/failure.mjs';
import { SERVICES } from '../bootstrap/parts.mjs';
import { planImages } from './plan.mjs';

const DIGEST = `sha256:${'a1'.repeat(32)}`;
const USUAL = ['--registry', 'registry.example/parley', '--tag', '0.1.0', '--node-digest', DIGEST];
let engines: string;
let empty: string;
beforeAll(() => {
  engines = mkdtempSync(join(tmpdir(), 'parley-engines-'));
  empty = mkdtempSync(join(tmpdir(), 'parley-engines-'));
  for (const [name, text] of [
    ['podman', '#!/bin/sh\necho "podman $*"\n'],
    ['docker', '#!/bin/sh\necho "docker $*"\nexit 3\n'],
  ] as const) {
    writeFileSync(join(engines, name), text);
    chmodSync(join(engines, name), 0o755);
  }
});
afterAll(() => [engines, empty].forEach((directory) => rmSync(directory, { recursive: true })));

const plan = (...args: string[]) => planImages(args, { PATH: engines });
const changed = (option: string, value: string) => USUAL.map((word, i) => (USUAL[i - 1] === option ? value : word));
const without = (option: string) => USUAL.filter((word, i) => word !== option && USUAL[i - 1] !== option);

test('every service is built from its Containerfile, under its name', () => {
  const { engine, images, pushes } = planImages(USUAL, { PATH: engines }, 'c0ffee');
  expect(engine).toBe('docker');
  expect(pushes).toBe(false);
  expect(images.map(({ name }) => name)).toEqual(SERVICES.map((service) => `registry.example/parley/${service}:0.1.0`));
  expect(images[0]?.commands.map((words) => words.join(' '))).toEqual([
    `build --file services/auth/Containerfile --build-arg NODE_DIGEST=${DIGEST}` +
      ' --label org.opencontainers.image.version=0.1.0 --label org.opencontainers.image.revision=c0ffee' +
      ' --tag registry.example/parley/auth:0.1.0 .',
  ]);
});

test('services and engine may be chosen, and --push pushes', () => {
  const { engine, images, pushes } = plan(...USUAL, '--service', 'chat', '--engine', 'podman', '--push');
  expect([engine, pushes, images.length]).toEqual(['podman', true, 1]);
  expect(images[0]?.commands[1]).toEqual(['push', 'registry.example/parley/chat:0.1.0']);
});

test.each([
  ['no registry', without('--registry'), '--registry is missing'],
  [
    'an address',
    changed('--registry', 'https://registry.example'),
    '--registry https://registry.example is not usable',
  ],
  ['upper case', changed('--registry', 'registry.example/Parley'), 'is not usable'],
  ['a slash at its end', changed('--registry', 'registry.example/'), 'is not usable'],
  ['no tag', without('--tag'), '--tag is missing'],
  ['a tag with a space', changed('--tag', '0.1 0'), '--tag 0.1 0 is not usable'],
  ['a tag that begins with a dot', changed('--tag', '.1'), 'is not usable'],
  ['a tag of 129', changed('--tag', 'a'.repeat(129)), 'is not usable'],
  ['no digest', without('--node-digest'), '--node-digest is missing'],
  ['a short digest', changed('--node-digest', 'sha256:abc'), '--node-digest sha256:abc is not usable'],
  ['another digest', changed('--node-digest', DIGEST.replace('256', '512')), 'is not usable'],
  ['a strange service', [...USUAL, '--service', 'mail'], '--service mail is not usable'],
  ['a strange engine', [...USUAL, '--engine', 'kaniko'], '--engine kaniko is not known'],
  ['a strange option', [...USUAL, '--platform', 'x'], "Unknown option '--platform'"],
  ['a stray word', [...USUAL, 'auth'], "Unexpected argument 'auth'"],
])('%s is refused, with what mends it', (_name, args, why) => {
  expect(() => plan(...args)).toThrow(StepFailure);
  expect(() => plan(...args)).toThrow(why);
});

test('a machine without an engine is told so', () => {
  expect(() => planImages(USUAL, { PATH: empty })).toThrow('there is no docker and no podman on PATH');
  expect(() => planImages([...USUAL, '--engine', 'podman'], { PATH: empty })).toThrow('there is no podman on PATH');
});

test('as a command it prints or runs, names what it made, and stops where the engine fails', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, 'build.mjs'), ...USUAL, '--service=auth', ...args], {
      encoding: 'utf8',
      env: { PATH: [engines, dirname(process.execPath), '/usr/bin', '/bin'].join(':') },
    });
  const printed = run('--print', '--push');
  expect(printed).toMatchObject({ status: 0, stderr: '' });
  expect(printed.stdout).toMatch(/^docker build .* \.\ndocker push registry\.example\/parley\/auth:0\.1\.0\n$/);
  expect(run('--engine=podman').stdout).toMatch(/^podman build .*\nloaded registry\.example\/parley\/auth:0\.1\.0\n$/);
  expect(run('--engine=podman', '--push').stdout).toMatch(
    /\npodman push .*\npushed registry\.example\/parley\/auth:0\.1\.0\n$/,
  );
  const failed = run();
  expect(failed).toMatchObject({ status: 1, stderr: expect.stringContaining('ended with code 3') as string });
  expect(failed.stdout).not.toContain('loaded');
});
