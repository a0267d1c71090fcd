import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Removal } from '@parley/contracts';
import { createLogger } from '@parley/telemetry';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Snapshot } from './snapshot.ts';

const logger = createLogger('gate', 'silent');
const removal = { room: 'r', identity: null, until: '2026-01-01T00:00:00.000Z' };
let directory: string;
let removals: Removal[];
let snapshot: Snapshot;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'parley-gate-'));
  removals = [];
  snapshot = new Snapshot(join(directory, 'removals.json'), () => removals, logger);
});
afterEach(() => rmSync(directory, { recursive: true }));

it('keeps what there was at the last save, for the owner alone', async () => {
  const saves = [snapshot.save(), snapshot.save()];
  removals = [removal];
  await Promise.all([...saves, snapshot.save()]);
  expect(snapshot.read()).toEqual([removal]);
  expect(readdirSync(directory)).toEqual(['removals.json']);
  expect(statSync(join(directory, 'removals.json')).mode & 0o777).toBe(0o600);
});

it.each(['', '{', '{"removals":[{"room":7}]}', 'null'])('starts without a file that reads “%s”', (text) => {
  expect(snapshot.read()).toEqual([]);
  writeFileSync(join(directory, 'removals.json'), text);
  expect(snapshot.read()).toEqual([]);
});

it('goes on when the file cannot be written, and without one', async () => {
  const nowhere = new Snapshot(join(directory, 'none', 'x.json'), () => [removal], logger);
  await nowhere.save();
  expect(nowhere.read()).toEqual([]);
  const none = new Snapshot(undefined, () => [removal], logger);
  await none.save();
  expect(none.read()).toEqual([]);
});
