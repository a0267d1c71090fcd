import { Args, Mutation, Resolver } from '@nestjs/graphql';
import type { ParticipantId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { claimedIn } from '../participants/claimed-in.ts';
import { ReportHearingInput, ReportHearingPayload } from './hearing.graphql.ts';
import { HearingService } from './hearing.service.ts';

/** People in one list at most. */
const MOST = 500;

/** The graph's door to who hears whom. */
@Resolver()
export class HearingResolver {
  constructor(private readonly hearing: HearingService) {}

  @Mutation(() => ReportHearingPayload, {
    description:
      'Says what reaches one’s device in a meeting one is in, and learns how one is heard. Every few seconds. Guests show their token.',
  })
  @Public('meetings:join')
  reportHearing(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: ReportHearingInput,
  ): Promise<ReportHearingPayload> {
    return settle(async () => {
      const { isSoundOff, isCut } = input;
      const [hears, misses, silent] = (['hears', 'misses', 'silent'] as const).map((name) => ids(input[name], name));
      const report = { hears: hears ?? [], misses: misses ?? [], silent: silent ?? [], isSoundOff, isCut };
      return { hearing: await this.hearing.report(caller, claimedIn(input), report) };
    });
  }
}

function ids(given: readonly string[], field: string): ParticipantId[] {
  if (given.length > MOST) throw Refused.badInput(`Name ${MOST} people at most.`, field);
  return given.map((id) => requireId('participant', id, field));
}
