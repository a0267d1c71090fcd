import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { SESSION_SCOPE } from '@parley/contracts';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { settle } from '@parley/subgraph';
import { viewOf } from '../users/user.view.ts';
import { AskEmailConfirmationPayload, ConfirmEmailInput, ConfirmEmailPayload } from './confirmation.graphql.ts';
import { Confirmations } from './confirmations.service.ts';

/** The graph's door to confirming one's address. */
@Resolver()
export class ConfirmationResolver {
  constructor(private readonly confirmations: Confirmations) {}

  @Mutation(() => AskEmailConfirmationPayload, {
    description:
      'Has a link sent to one’s own address that confirms it, good for a day; an earlier one is good no more. Five times an hour.',
  })
  @SignedIn(SESSION_SCOPE)
  askEmailConfirmation(@CurrentCaller() caller: KnownCaller): Promise<AskEmailConfirmationPayload> {
    return settle(async () => {
      await this.confirmations.ask(caller);
      return { isAsked: true };
    });
  }

  @Mutation(() => ConfirmEmailPayload, {
    description: 'Confirms one’s own address by the link that was sent there: mails about what one missed go to it.',
  })
  @SignedIn(SESSION_SCOPE)
  confirmEmail(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') { token }: ConfirmEmailInput,
  ): Promise<ConfirmEmailPayload> {
    return settle(async () => ({ user: viewOf(await this.confirmations.confirm(caller, token), caller) }));
  }
}
