import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { StartConnectionTestInput, StartConnectionTestPayload } from './connection-test.graphql.ts';
import { ConnectionTestService } from './connection-test.service.ts';

/** The graph's door to connection tests. Guests come with the code of a public meeting. */
@Resolver()
export class ConnectionTestResolver {
  constructor(private readonly tests: ConnectionTestService) {}

  @Mutation(() => StartConnectionTestPayload, {
    description:
      'Opens a room to try one’s connection in, at most five a minute. Nobody is told of it, and nothing is kept.',
  })
  @Public('meetings:join')
  startConnectionTest(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: StartConnectionTestInput,
  ): Promise<StartConnectionTestPayload> {
    return settle(async () => ({ test: await this.tests.start(caller, input.code ?? null) }));
  }
}
