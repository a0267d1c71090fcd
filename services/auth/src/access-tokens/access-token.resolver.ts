import { Args, Directive, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, requireId, settle, type ConnectionOf } from '@parley/subgraph';
import {
  AccessTokenConnection,
  AccessTokenType,
  CreateAccessTokenInput,
  CreateAccessTokenPayload,
  RevokeAccessTokenInput,
  RevokeAccessTokenPayload,
} from './access-token.graphql.ts';
import { AccessTokenService } from './access-token.service.ts';

/** The graph's door to personal access tokens: for a person's own session, so that no token can make another. */
@Resolver(() => AccessTokenType)
export class AccessTokenResolver {
  constructor(private readonly tokens: AccessTokenService) {}

  @Query(() => AccessTokenConnection, { description: 'One’s own access tokens, the newest first; ended ones too.' })
  @Directive(listSize('first'))
  @SignedIn('session')
  accessTokens(
    @CurrentCaller() caller: KnownCaller,
    @Args('first', { type: () => Int, description: '1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string,
  ): Promise<ConnectionOf<AccessTokenType>> {
    return this.tokens.list(caller, { first, after: after ?? null });
  }

  @Mutation(() => CreateAccessTokenPayload, {
    description: 'Makes an access token for a program; 50 live ones at most. The secret is shown this once.',
  })
  @SignedIn('session')
  createAccessToken(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: CreateAccessTokenInput,
  ): Promise<CreateAccessTokenPayload> {
    return settle(() => this.tokens.create(caller, input));
  }

  @Mutation(() => RevokeAccessTokenPayload, {
    description: 'Ends an access token: it is refused, and its sockets are closed, within five seconds.',
  })
  @SignedIn('session')
  revokeAccessToken(
    @CurrentCaller() caller: KnownCaller,
    @Args('input') input: RevokeAccessTokenInput,
  ): Promise<RevokeAccessTokenPayload> {
    return settle(async () => ({
      accessToken: await this.tokens.revoke(caller, requireId('accessToken', input.id, 'id')),
    }));
  }
}
