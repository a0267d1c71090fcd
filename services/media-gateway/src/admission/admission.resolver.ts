import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { nonceOf } from '../meetings/client-nonce.ts';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { AdmissionUnion, JoinMeetingInput, JoinMeetingPayload } from './admission.graphql.ts';
import { AdmissionService } from './admission.service.ts';

/** The graph's door for joining. The anonymous may knock; the answer is the rules'. */
@Resolver()
export class AdmissionResolver {
  constructor(
    private readonly admissions: AdmissionService,
    private readonly reader: MeetingReader,
  ) {}

  @Mutation(() => JoinMeetingPayload, {
    description: 'Asks to join a meeting. An unknown code is a `userError` NOT_FOUND; everything else is an admission.',
  })
  @Public()
  joinMeeting(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: JoinMeetingInput,
  ): Promise<JoinMeetingPayload> {
    return settle(async () => ({ admission: await this.admit(caller, input) }));
  }

  private async admit(caller: Caller, input: JoinMeetingInput): Promise<typeof AdmissionUnion> {
    const outcome = await this.admissions.join(caller, { ...input, clientNonce: nonceOf(input.clientNonce) });
    if (outcome.kind === 'REFUSED') return { reason: outcome.reason, message: outcome.message };
    if (outcome.kind === 'WAITING') {
      const { lobbyId, hostPresent, guestToken } = outcome;
      return { lobbyId, hostPresent, guestToken };
    }
    const { token, url, participant, guestToken } = outcome;
    const { id: participantIdentity, role } = participant;
    const meeting = await this.reader.viewOf(outcome.meeting, caller.user, role);
    return { token, url, participantIdentity, role, guestToken, meeting };
  }
}
