import { parseArgs } from 'node:util';
import { PARTS, type Part } from './nemesis/deck.ts';

/** What may be said behind `npm run chaos --`. */
export interface Options {
  seed: number;
  faults: number;
  /** Sends to be acknowledged over the whole run. */
  acknowledged: number;
  /** Seconds that writers may go on behind the last fault to reach that number. */
  extra: number;
  people: number;
  /** Sends at a time of each of them. */
  inFlight: number;
  /** Seconds that faults hold on. */
  pause: number;
  cut: number;
  away: number;
  /** The parts that are tormented; all by default. */
  only: readonly Part[];
  /** Postgres is told to acknowledge before it has written: such a run must be found wrong, and shows that the checker sees. */
  isUnsafe: boolean;
  /** Where the raw logs go; also the folder that is judged again. */
  folder: string | undefined;
  /** Judges the raw logs that lie in `folder`, and starts nothing. */
  isJudging: boolean;
}

const NUMBERS = {
  faults: 20,
  acknowledged: 50_000,
  extra: 600,
  people: 12,
  'in-flight': 4,
  pause: 15,
  cut: 4,
  away: 6,
  seed: Number.NaN,
};
const KEYS = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[];

/** @throws Error that says what is wrong with the words */
export function optionsOf(words: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const options = {
    ...Object.fromEntries(KEYS.map((key) => [key, text])),
    judge: text,
    folder: text,
    only: text,
    unsafe: { type: 'boolean' } as const,
  };
  const values = parseArgs({ args: [...words], options }).values as Record<string, string | boolean | undefined>;
  const word = (key: string) => (typeof values[key] === 'string' ? values[key] : undefined);
  const number = (key: keyof typeof NUMBERS) => {
    const value = Number(word(key) ?? NUMBERS[key]);
    if (word(key) !== undefined && !(Number.isInteger(value) && value >= 0))
      throw new Error(`--${key}: ${word(key)} is no whole number from 0 on`);
    return value;
  };
  const seed = number('seed');
  if (number('people') < 4) throw new Error('--people: at least 4, in conversations of three');
  return {
    seed: Number.isNaN(seed) ? Date.now() % 1_000_000 : seed,
    faults: number('faults'),
    acknowledged: number('acknowledged'),
    extra: number('extra'),
    people: number('people'),
    inFlight: number('in-flight'),
    pause: number('pause'),
    cut: number('cut'),
    away: number('away'),
    only: partsOf(word('only')),
    isUnsafe: values['unsafe'] === true,
    folder: word('judge') ?? word('folder'),
    isJudging: word('judge') !== undefined,
  };
}

function partsOf(words: string | undefined): readonly Part[] {
  if (words === undefined) return PARTS;
  return words.split(',').map((word) => {
    const part = PARTS.find((one) => one === word);
    if (part === undefined) throw new Error(`--only: ${word} is none of ${PARTS.join(', ')}`);
    return part;
  });
}
