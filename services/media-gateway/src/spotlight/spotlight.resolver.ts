import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { SetSpotlightInput, SetSpotlightPayload } from './spotlight.graphql.ts';
import { SpotlightService } from './spotlight.service.ts';

/** The graph's door to whom everybody sees large. */
@Resolver()
export class SpotlightResolver {
  constructor(
    private readonly spotlight: SpotlightService,
    private readonly reader: MeetingReader,
  ) {}

  @Mutation(() => SetSpotlightPayload, {
    description: 'Shows somebody to everybody large, or nobody any more. For hosts and co-hosts; also oneself.',
  })
  @SignedIn('meetings:manage')
  setSpotlight(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') { meetingId, participantId }: SetSpotlightInput,
  ): Promise<SetSpotlightPayload> {
    return settle(async () => {
      const id = requireId('meeting', meetingId, 'meetingId');
      const who = participantId == null ? null : requireId('participant', participantId, 'participantId');
      return { meeting: await this.reader.viewOf(await this.spotlight.set(caller, id, who), caller) };
    });
  }
}
