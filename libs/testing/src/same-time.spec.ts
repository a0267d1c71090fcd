import { afterEach, expect, it, vi } from 'vitest';
import { SIGNIFICANT, timeApart } from './same-time.ts';

const [there, absent] = [
  ['a', 'b'],
  ['c', 'd'],
];

afterEach(() => void vi.restoreAllMocks());

it('tells apart what takes longer, either way, and nothing else', async () => {
  // A clock of its own: what is judged here is the judging.
  let now = 0n;
  let asked = 0;
  vi.spyOn(process.hrtime, 'bigint').mockImplementation(() => now);
  const apart = (extra: (id: string) => number) => {
    const ask = async (id: string) => void (now += BigInt((((asked += 1) * 7_919) % 10_007) + extra(id)));
    return timeApart({ there, absent, samples: 2_000, ask });
  };
  expect(await apart((id) => (there.includes(id) ? 1_000 : 0))).toBeGreaterThan(SIGNIFICANT);
  expect(await apart((id) => (there.includes(id) ? 0 : 1_000))).toBeLessThan(-SIGNIFICANT);
  expect(Math.abs(await apart(() => 0))).toBeLessThan(SIGNIFICANT);
});

it('ends with the first wrong answer', async () => {
  const ask = async (id: string) => {
    if (id === 'd') throw new Error('told apart');
  };
  await expect(timeApart({ there, absent, samples: 10, ask })).rejects.toThrow('told apart');
});
