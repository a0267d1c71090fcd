import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHome } from './home.mjs';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'parley-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a home is taken once, and may be taken again when given back', () => {
  const unlock = lockHome(home);
  expect(() => lockHome(home)).toThrow(`Parley already runs from ${home}, started by process ${process.pid}`);
  unlock();
  lockHome(home)();
});

test('the lock of a killed starter, whose pid is another process’s by now, counts for nothing', () => {
  writeFileSync(join(home, 'starter.json'), JSON.stringify({ pid: process.pid, started: '1' }));
  lockHome(home)();
});

test('half a lock counts for nothing', () => {
  writeFileSync(join(home, 'starter.json'), '{"pid":');
  lockHome(home)();
});
