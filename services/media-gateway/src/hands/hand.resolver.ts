import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Refused } from '@parley/errors';
import { CurrentCaller, Public, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { requireId, settle } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { claimedIn } from '../participants/claimed-in.ts';
import { LowerHandsInput, LowerHandsPayload, SetHandInput, SetHandPayload } from './hand.graphql.ts';
import { HandService } from './hand.service.ts';

/** The graph's door to raised hands. */
@Resolver()
export class HandResolver {
  constructor(
    private readonly hands: HandService,
    private readonly reader: MeetingReader,
  ) {}

  @Mutation(() => SetHandPayload, {
    description: 'Raises or lowers one’s own hand in a meeting one is in. Guests show their token.',
  })
  @Public('meetings:join')
  setHand(@CurrentCaller('anyone') caller: Caller, @Args('input') input: SetHandInput): Promise<SetHandPayload> {
    return settle(async () => {
      const shown = await this.hands.setHand(caller, claimedIn(input), input.isRaised);
      return shown ? { participant: { ...shown, identity: shown.id } } : {};
    });
  }

  @Mutation(() => LowerHandsPayload, {
    description: 'Lowers somebody’s hand, or everybody’s. For hosts and co-hosts.',
  })
  @SignedIn('meetings:manage')
  lowerHands(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') { meetingId, target }: LowerHandsInput,
  ): Promise<LowerHandsPayload> {
    return settle(async () => {
      const id = requireId('meeting', meetingId, 'meetingId');
      if (target.participantId == null && target.everyone !== true)
        throw Refused.badInput('Name a participant, or say true for everyone.', 'target', 'everyone');
      const whose =
        target.participantId == null
          ? 'everyone'
          : requireId('participant', target.participantId, 'target', 'participantId');
      return { meeting: await this.reader.viewOf(await this.hands.lowerHands(caller, id, whose), caller) };
    });
  }
}
