import { shuffled, type Random } from '../random.ts';

/** What is tormented. */
export const PARTS = ['chat', 'gateway', 'auth', 'presence', 'contacts', 'nats', 'postgres'] as const;
export type Part = (typeof PARTS)[number];

/**
 * What is done to it. `kill`: SIGKILL. `restart`: asked to end, and started again. `stop`: Postgres' immediate stop. `pause`: SIGSTOP
 * of every process of it. `cut`: its port takes and gives no packet. `away`: killed, and for a while not started again. `wipe`: as
 * *away*, and started again with empty hands (NATS without its JetStream folder).
 */
export type Kind = 'kill' | 'restart' | 'stop' | 'pause' | 'cut' | 'away' | 'wipe';

export interface Fault {
  part: Part;
  kind: Kind;
}

const EVERYBODYS: readonly Kind[] = ['kill', 'kill', 'restart', 'cut'];
const OWN: readonly Fault[] = [
  { part: 'postgres', kind: 'stop' },
  { part: 'postgres', kind: 'away' },
  { part: 'nats', kind: 'wipe' },
  { part: 'nats', kind: 'away' },
  { part: 'chat', kind: 'away' },
];
/** What every run has, however short. */
const NEVER_MISSED: readonly Fault[] = [
  { part: 'chat', kind: 'kill' },
  { part: 'gateway', kind: 'kill' },
  { part: 'postgres', kind: 'kill' },
  { part: 'postgres', kind: 'stop' },
  { part: 'nats', kind: 'away' },
  { part: 'nats', kind: 'wipe' },
];
/** A pause takes four times as long as anything else: every tenth fault is one. */
const PAUSE_EVERY = 10;

/**
 * The faults of a run, in their order: the same for the same generator.
 *
 * @param canCut false where the network cannot be cut: then nothing is
 * @param only the parts that are tormented
 */
export function deal(random: Random, count: number, canCut = true, only: readonly Part[] = PARTS): Fault[] {
  const isMeant = ({ part, kind }: Fault) => only.includes(part) && (canCut || kind !== 'cut');
  const always = NEVER_MISSED.filter(isMeant);
  const pauses = Math.floor(count / PAUSE_EVERY);
  const paused = endless(
    random,
    only.map((part) => ({ part, kind: 'pause' as const })),
  );
  const deck = [...PARTS.flatMap((part) => EVERYBODYS.map((kind) => ({ part, kind }))), ...OWN];
  const others = endless(random, deck.filter(isMeant));
  const faults: Fault[] = always.slice(0, count - pauses);
  while (faults.length < count - pauses) faults.push(others.next().value);
  for (let left = pauses; left > 0; left -= 1) faults.push(paused.next().value);
  return shuffled(random, faults);
}

/** Goes through all of them in a new order again and again. */
function* endless<T>(random: Random, items: readonly T[]): Generator<T, never> {
  for (;;) yield* shuffled(random, items);
}
