import { expect, test } from '@playwright/test';
import { isAlive, processesWith, startTime } from '@parley/tools/bootstrap/processes.mjs';
import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { markOf } from '../harness/mark.ts';
import type { Stack } from '../harness/stack.ts';
import { slowness } from '../harness/slowness.ts';
import { Starter } from '../harness/starter.ts';
import { until } from '../harness/until.ts';

const BACK_WITHIN_MS = 2000;
const PARTS = {
  auth: 1,
  contacts: 2,
  presence: 3,
  chat: 4,
  'media-gateway': 5,
  postgres: 6,
  nats: 7,
  livekit: 8,
  gateway: 0,
  gate: 11,
  recorder: 12,
  mail: 13,
  'recorder-2': 15,
};

let starter: Starter;
let stack: Stack;
test.beforeAll(async () => {
  starter = await Starter.start();
  stack = await starter.ready();
});
test.afterAll(() => starter.dispose());

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}

test('one line of JSON on stdout names every process and address', async () => {
  expect(starter.stdout.trim().split('\n')).toHaveLength(1);
  expect(Object.keys(stack.pids).sort()).toEqual(Object.keys(PARTS).sort());
  expect(stack.url).toBe(`http://localhost:${starter.port}`);
  expect(starter.pids()).toEqual(stack.pids);
  expect(stack.demo.map(({ email }) => email)).toEqual(['ada@demo.parley.example', 'grace@demo.parley.example']);
  for (const pid of Object.values(stack.pids)) expect(startTime(pid)).toBeTruthy();
});

test('secrets are for the owner alone', () => {
  expect(statSync(join(starter.home, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(starter.home, 'run.json')).mode & 0o777).toBe(0o600);
  expect(statSync(join(starter.home, 'logs')).mode & 0o777).toBe(0o700);
});

for (const [part, offset] of Object.entries(PARTS)) {
  test(`${part}, killed, is back on its port within two seconds`, async () => {
    const allowed = BACK_WITHIN_MS * slowness();
    const before = starter.pids()[part] ?? 0;
    process.kill(before, 'SIGKILL');
    const begun = Date.now();
    await until(() => starter.pids()[part] !== before, allowed);
    await until(() => answers(starter.port + offset), allowed);
    expect(Date.now() - begun, starter.stderr).toBeLessThan(allowed);
    const now = starter.pids()[part] ?? 0;
    expect(now).not.toBe(before);
    expect(startTime(now)).toBeTruthy();
  });
}

test('a second start from the same home says who runs', async () => {
  const second = await Starter.start({ home: starter.home, port: starter.port + 100 });
  expect(await second.ended()).toBe(1);
  expect(second.stderr).toContain(`Parley already runs from ${starter.home}`);
  expect(second.stderr).toMatch(/mend .*PARLEY_HOME/);
});

test('a taken port is named, with the part that needs it and the way out', async () => {
  const second = await Starter.start({ port: starter.port - 7 });
  expect(await second.ended()).toBe(1);
  expect(second.stderr).toContain(`${starter.port} (for nats`);
  expect(second.stderr).toMatch(/mend .*PARLEY_PORT=/);
  await second.dispose();
});

test('killed, it leaves no process behind; started again, it is quick and knows its people', async () => {
  const pids = Object.values(starter.pids()).map((pid) => ({ pid, started: startTime(pid) ?? '' }));
  const mark = markOf(starter.pids().chat ?? 0);
  expect(mark).not.toBe('');
  starter.process.kill('SIGKILL');
  await until(() => pids.every(({ pid, started }) => !isAlive(pid, started)), 6000);
  expect(pids.filter(({ pid, started }) => isAlive(pid, started))).toEqual([]);
  expect(processesWith(mark)).toEqual([]);

  const { home, port } = starter;
  starter = await Starter.start({ home, port });
  const again = await starter.ready();
  expect(Date.now() - starter.begun).toBeLessThan(15_000 * slowness());
  expect(again.demo).toEqual(stack.demo);
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
});

test('SIGTERM ends everything, with code 0', async () => {
  const mark = markOf(starter.pids().chat ?? 0);
  starter.process.kill('SIGTERM');
  expect(await starter.ended()).toBe(0);
  expect(processesWith(mark)).toEqual([]);
  for (const offset of Object.values(PARTS)) expect(await answers(starter.port + offset)).toBe(false);
});
