import { expect, it } from 'vitest';
import { Ticker } from './ticker.ts';

const busy = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};
const next = () => new Promise((resolve) => setImmediate(resolve));

it('flushes groups into writers within the loop in which something came, each once', async () => {
  const ticker = new Ticker();
  const seen: string[] = [];
  const writer = { flush: () => seen.push('writer') };
  const group = {
    flush: () => {
      seen.push('group');
      ticker.writerHasSome(writer);
    },
  };
  ticker.writerHasSome(writer);
  ticker.groupHasSome(group);
  ticker.groupHasSome(group);
  await next();
  expect(seen).toEqual(['group', 'writer']);
});

it('rests after a long tick, never longer than four milliseconds, so that more share the next one', async () => {
  const ticker = new Ticker();
  const ends: number[] = [];
  const writer = {
    flush: () => {
      busy(30);
      ends.push(performance.now());
    },
  };
  ticker.writerHasSome(writer);
  await next();
  expect(ends.length).toBe(1);
  for (let i = 0; i < 5; i++) ticker.writerHasSome(writer);
  await next();
  expect(ends.length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(ends.length).toBe(2);
});
