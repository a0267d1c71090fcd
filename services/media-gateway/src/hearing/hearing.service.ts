import { Injectable } from '@nestjs/common';
import type { Caller } from '@parley/identity';
import { Insiders, type Claimed } from '../participants/insiders.ts';
import { Ghosts } from './ghosts.ts';
import { againAfter, type Heard, type Report } from './hearing.ts';
import { HearingRepository } from './hearing.repository.ts';

/** Who hears whom, by what everybody's own device says; told back to whoever says it. */
@Injectable()
export class HearingService {
  constructor(
    private readonly insiders: Insiders,
    private readonly hearing: HearingRepository,
    private readonly ghosts: Ghosts,
  ) {}

  /** @throws Refused as `Insiders.within` */
  async report(caller: Caller, claimed: Claimed, report: Report): Promise<Heard> {
    const { meeting, isAnybodyGone, dueInMs, ...found } = await this.insiders.within(
      caller,
      claimed,
      async (tx, { meeting, me }) => {
        await this.hearing.note(tx, meeting.id, me, report);
        const { people, ...heard } = await this.hearing.heard(tx, meeting.id, me, report.silent);
        const gone = report.silent.length > 0 ? await this.hearing.gone(tx, meeting.id, report.silent) : [];
        const dueInMs =
          report.silent.length > 0 ? await this.hearing.dueInMs(tx, meeting.id, report.silent) : undefined;
        return { meeting, isAnybodyGone: gone.length > 0, dueInMs, ...heard, againAfterSeconds: againAfter(people) };
      },
      { lock: false },
    );
    // The next report may be late: it comes from a device that is short of everything.
    if (dueInMs !== undefined) this.ghosts.putOutLater(meeting, report.silent, dueInMs);
    if (isAnybodyGone) await this.ghosts.putOut(meeting, report.silent);
    return found;
  }
}
