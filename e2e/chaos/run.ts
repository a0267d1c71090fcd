import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Guard } from '@parley/tools/bootstrap/guard.mjs';
import { Starter } from '../harness/starter.ts';
import { slowness } from '../harness/slowness.ts';
import { until } from '../harness/until.ts';
import { Cast } from './cast.ts';
import { readList } from './clients/newcomer.ts';
import { ChatDatabase } from './clients/postgres.ts';
import { Clock } from './history/clock.ts';
import type { HistoryFolder } from './history/folder.ts';
import { deal, PARTS } from './nemesis/deck.ts';
import { Nemesis } from './nemesis/nemesis.ts';
import { Victim } from './nemesis/victim.ts';
import type { Options } from './options.ts';
import { randomOf } from './random.ts';

const CATCH_UP_MS = 60_000;
/** The relay publishes one by one, and all of a week anew to a stream that is new. */
const PUBLISH_MS_PER_FACT = 2;

/** Starts the stack, torments it while people write and follow, reads what came of it, and leaves the raw logs in the folder. */
export class Run {
  private readonly guard = new Guard();
  private readonly clock = new Clock();
  private starter: Starter | undefined;

  constructor(
    private readonly options: Options,
    private readonly folder: HistoryFolder,
    private readonly canCut: boolean,
    private readonly say: (line: string) => void,
  ) {}

  async play(): Promise<void> {
    const { options, clock, folder, say } = this;
    mkdirSync(folder.path, { recursive: true });
    const slow = slowness();
    this.starter = await Starter.start({ env: this.guard.mark, flags: ['--no-web'] });
    const stack = await this.starter.ready(400_000);
    say(`the stack stands after ${this.seconds()}; ${options.people} people come`);
    const database = new ChatDatabase(this.starter);
    if (options.isUnsafe) await database.beUnsafe();
    const random = randomOf(options.seed);
    const faults = deal(random, options.faults, this.canCut, options.only);
    const cast = await Cast.meet(stack, options.people, folder, clock, random);
    cast.start(options.inFlight);
    await this.torment(this.starter, faults, cast);
    await this.writeOn(cast);
    await cast.stopWriting();
    await sleep(1_000);
    const heads = await database.heads();
    const caughtUp = await until(() => cast.hasHeard(heads), CATCH_UP_MS);
    say(`everybody had heard everything ${(caughtUp / 1000).toFixed(1)} s later`);
    await cast.stopFollowing();
    await this.read(cast, database, slow);
  }

  /** Keeps what the services logged beside the histories, for whoever looks for a cause. */
  keepServiceLogs(): void {
    if (this.starter) cpSync(join(this.starter.home, 'logs'), join(this.folder.path, 'logs'), { recursive: true });
  }

  /** Ends everything that was started, and throws the stack's state away. */
  async end(): Promise<void> {
    // A supervisor that was stopped in the middle of a fault could not end.
    if (this.starter && this.starter.stdout !== '') process.kill(this.starter.supervisor(), 'SIGCONT');
    await this.starter?.dispose();
    await this.guard.close();
  }

  private async torment(starter: Starter, faults: ReturnType<typeof deal>, cast: Cast): Promise<void> {
    const { options, clock, guard } = this;
    const victims = Object.fromEntries(PARTS.map((part) => [part, new Victim(part, starter, guard)]));
    const lengths = { pause: options.pause * 1000, cut: options.cut * 1000, away: options.away * 1000 };
    const nemesis = new Nemesis(victims as Record<(typeof PARTS)[number], Victim>, lengths, clock, cast.acknowledged);
    const file = this.folder.faults();
    await until(() => cast.acknowledged.count > 100, 30_000);
    for (const [index, fault] of faults.entries()) {
      cast.acknowledged.restart();
      const line = await nemesis.torment(fault);
      file.append(line);
      const [gap, healed] = [cast.acknowledged.gap(), line.healed - line.over].map((ms) => (ms / 1000).toFixed(2));
      const what = `${fault.kind} ${fault.part}`.padEnd(18);
      const so = `#${String(index + 1).padEnd(3)} ${what} gap ${gap} s, healed in ${healed} s`;
      this.say(`${so}; ${cast.acknowledged.count} acknowledged, ${this.seconds()}`);
    }
    await file.close();
  }

  private async writeOn(cast: Cast): Promise<void> {
    const { acknowledged, extra } = this.options;
    const isEnough = () => cast.acknowledged.count >= acknowledged;
    if (!isEnough()) this.say(`writing on to ${acknowledged}, for ${extra} s at most`);
    await until(isEnough, extra * 1000);
  }

  /** Every conversation through a fresh client, and straight from Postgres. */
  private async read(cast: Cast, database: ChatDatabase, slow: number): Promise<void> {
    const conversations = cast.conversations.map(({ id }) => id);
    const reading = cast.conversations.map(async ({ id, members }, number) => {
      const list = this.folder.list(`l${number}`);
      await readList(await (members[number % members.length] as (typeof members)[number]).elsewhere(), id, list);
      await list.close();
    });
    await Promise.all(reading);
    const stored = this.folder.stored();
    await database.read(conversations, stored);
    await stored.close();
    let unpublished = await database.unpublished();
    if (unpublished > 0) this.say(`${unpublished} facts are still on their way to the stream`);
    await until(
      async () => (unpublished = await database.unpublished()) === 0,
      10_000 + unpublished * PUBLISH_MS_PER_FACT,
    );
    const { seed, faults, acknowledged } = this.options;
    this.folder.keepFacts({
      seed,
      wanted: { faults, acknowledged },
      conversations,
      slowness: Math.max(slow, slowness()),
      unpublished,
    });
  }

  private seconds(): string {
    return `${(this.clock.now() / 1000).toFixed(0)} s`;
  }
}
