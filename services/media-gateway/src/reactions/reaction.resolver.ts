import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { claimedIn } from '../participants/claimed-in.ts';
import { ReactInput, ReactPayload } from './reaction.graphql.ts';
import { ReactionService } from './reaction.service.ts';

/** The graph's door to reactions. */
@Resolver()
export class ReactionResolver {
  constructor(private readonly reactions: ReactionService) {}

  @Mutation(() => ReactPayload, {
    description: 'Reacts in a meeting one is in, at most five times in five seconds. Guests show their token.',
  })
  @Public('meetings:join')
  react(@CurrentCaller('anyone') caller: Caller, @Args('input') input: ReactInput): Promise<ReactPayload> {
    return settle(async () => {
      const shown = await this.reactions.react(caller, claimedIn(input), input.reaction);
      return shown ? { participant: { ...shown, identity: shown.id } } : {};
    });
  }
}
