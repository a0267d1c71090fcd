import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { nonceOf } from '../meetings/client-nonce.ts';
import { JoinMeetingInput, JoinMeetingPayload } from './admission.graphql.ts';
import { Admissions } from './admission.view.ts';

/** The graph's door for joining. The anonymous may knock; the answer is the rules'. */
@Resolver()
export class AdmissionResolver {
  constructor(private readonly admissions: Admissions) {}

  @Mutation(() => JoinMeetingPayload, {
    description: 'Asks to join a meeting. An unknown code is a `userError` NOT_FOUND; everything else is an admission.',
  })
  @Public('meetings:join', 'meetings:manage')
  joinMeeting(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: JoinMeetingInput,
  ): Promise<JoinMeetingPayload> {
    return settle(async () => {
      const wish = { ...input, clientNonce: nonceOf(input.clientNonce) };
      return { admission: await this.admissions.ask(caller, wish) };
    });
  }
}
