import { setTimeout as sleep } from 'node:timers/promises';
import type { Acknowledged } from '../clients/acknowledged.ts';
import type { Clock } from '../history/clock.ts';
import type { FaultLine } from '../history/lines.ts';
import type { Fault, Part } from './deck.ts';
import { cut, mend } from './network.ts';
import type { Victim } from './victim.ts';

/** Milliseconds that faults hold on which do not end by themselves. */
export interface Lengths {
  pause: number;
  cut: number;
  away: number;
}

/** What is not well after so long does not heal. */
const PATIENCE_MS = 90_000;
/** Between two faults: whoever was tormented serves a while, and backlogs are read. */
const CALM_MS = 1_200;

/** Torments one part at a time, and lets all heal in between. */
export class Nemesis {
  constructor(
    private readonly victims: Record<Part, Victim>,
    private readonly lengths: Lengths,
    private readonly clock: Clock,
    private readonly acknowledged: Acknowledged,
  ) {}

  /**
   * Does it, and waits until that part answers and something was acknowledged again.
   *
   * @throws Error when it does not heal
   */
  async torment({ part, kind }: Fault): Promise<FaultLine> {
    const at = this.clock.now();
    await this.strike({ part, kind });
    const over = this.clock.now();
    await this.healed(`${kind} ${part}`, this.victims[part]);
    const healed = this.clock.now();
    await sleep(CALM_MS);
    return { at, over, healed, part, kind };
  }

  private async strike({ part, kind }: Fault): Promise<void> {
    const victim = this.victims[part];
    if (kind === 'kill') return victim.end('SIGKILL');
    if (kind === 'restart') return victim.end(part === 'postgres' ? 'SIGINT' : 'SIGTERM');
    if (kind === 'stop') return victim.end('SIGQUIT');
    if (kind === 'away') return victim.whileAway(() => sleep(this.lengths.away));
    if (kind === 'wipe') return victim.whileAway(() => victim.empty());
    if (kind === 'cut') {
      cut(victim.port);
      return sleep(this.lengths.cut).finally(mend);
    }
    const goOn = victim.pause();
    return sleep(this.lengths.pause).finally(goOn);
  }

  private async healed(what: string, victim: Victim): Promise<void> {
    const begun = performance.now();
    const inTime = () => {
      if (performance.now() - begun > PATIENCE_MS) throw new Error(`${what}: it did not heal`);
      return sleep(50);
    };
    while (!(await victim.isWell())) await inTime();
    for (const before = this.acknowledged.count; this.acknowledged.count === before;) await inTime();
  }
}
