import type { ParticipantId } from '@parley/contracts';
import { expect, it } from 'vitest';
import { Removals } from './removals.ts';

const [ada, grace] = [`par_${'a'.repeat(32)}`, `par_${'b'.repeat(32)}`] as [ParticipantId, ParticipantId];
const now = Date.parse('2026-01-01T12:00:00Z');
const until = (seconds: number) => new Date(now + seconds * 1_000).toISOString();

it('keeps one identity out of one room, until its time', () => {
  const removals = new Removals();
  expect(removals.add([{ room: 'r', identity: ada, until: until(60) }], now)).toBe(true);
  expect(removals.against({ room: 'r', identity: ada }, now)).toMatchObject({ status: 403 });
  expect(removals.against({ room: 'r', identity: grace }, now)).toBeUndefined();
  expect(removals.against({ room: 'other', identity: ada }, now)).toBeUndefined();
  expect(removals.against({ room: 'r', identity: ada }, now + 60_000)).toBeUndefined();
});

it('keeps everybody out of a room that is over', () => {
  const removals = new Removals();
  removals.add([{ room: 'r', identity: null, until: until(60) }], now);
  expect(removals.against({ room: 'r', identity: grace }, now)?.sentence).toBe('This meeting is over.');
});

it('tells what is new, never goes back, and forgets what is over', () => {
  const removals = new Removals();
  const first = { room: 'r', identity: ada, until: until(60) };
  removals.add([first], now);
  expect(removals.add([first], now)).toBe(false);
  expect(removals.add([{ ...first, until: until(30) }], now)).toBe(false);
  expect(removals.add([], now)).toBe(false);
  expect(removals.add([{ ...first, identity: grace, until: until(-1) }], now)).toBe(false);
  expect(removals.list(now)).toEqual([first]);
  expect(removals.list(now + 60_000)).toEqual([]);
});
