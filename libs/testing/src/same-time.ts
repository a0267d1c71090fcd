/** Standard deviations from “the same”; by chance alone once in 15,000 times. */
export const SIGNIFICANT = 4;

/** One question, asked about what is there and about what is not. */
export interface AskedAbout {
  /** Ids of what is there and whoever asks may not know of; a few, so that no single row decides. */
  readonly there: readonly string[];
  /** As many ids of what is not there. */
  readonly absent: readonly string[];
  /** How often it is asked, half about each. */
  readonly samples: number;
  /** Asks, and throws when the answer is not what both are answered. */
  readonly ask: (id: string) => Promise<void>;
}

/** What else a machine does may fall upon the one kind more than on the other, once; what we do differently shows each time, and the same way. */
const TRIES = 3;

/**
 * By how many standard deviations a question takes longer about what is there than about what is not, by the ranks of all samples (Mann and Whitney): under
 * `SIGNIFICANT` nobody can tell the two by their watch. Where it seems significant it is measured anew, three times in all, and is so when each says the
 * same.
 *
 * @returns what the least of them says; 0 where they contradict each other
 */
export async function timeApart(asked: AskedAbout): Promise<number> {
  const tries: number[] = [];
  do tries.push(await measured(asked));
  while (tries.length < TRIES && tries.every((apart) => Math.abs(apart) >= SIGNIFICANT));
  const isOneWay = tries.every((apart) => Math.sign(apart) === Math.sign(tries[0] ?? 0));
  return isOneWay ? Math.sign(tries[0] ?? 0) * Math.min(...tries.map(Math.abs)) : 0;
}

async function measured({ there, absent, samples, ask }: AskedAbout): Promise<number> {
  for (const id of [...there, ...absent]) await ask(id);
  const took: { ns: number; isThere: boolean }[] = [];
  for (let sample = 0; sample < samples / 2; sample += 1) {
    const place = sample % there.length;
    // In changing order, so that what the one leaves warm does not always help the other.
    for (const isThere of sample % 2 === 0 ? [true, false] : [false, true]) {
      const id = (isThere ? there : absent)[place] as string;
      const from = process.hrtime.bigint();
      await ask(id);
      took.push({ isThere, ns: Number(process.hrtime.bigint() - from) });
    }
  }
  return rankSum(took);
}

function rankSum(samples: { ns: number; isThere: boolean }[]): number {
  const half = samples.length / 2;
  const ranks = samples.sort((one, other) => one.ns - other.ns).map(({ isThere }, rank) => (isThere ? rank + 1 : 0));
  const u = ranks.reduce((sum, rank) => sum + rank, 0) - (half * (half + 1)) / 2;
  return (u - (half * half) / 2) / Math.sqrt((half * half * (2 * half + 1)) / 12);
}
