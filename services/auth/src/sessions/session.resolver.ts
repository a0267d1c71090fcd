import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Public, type Caller } from '@parley/identity';
import { settle, type SubgraphContext } from '@parley/subgraph';
import { CONFIG } from '../config.token.ts';
import type { AuthConfig } from '../config.ts';
import { SignInService, type Origin } from '../credentials/sign-in.service.ts';
import { AccessTokens } from '../keys/access-tokens.ts';
import {
  RefreshSessionPayload,
  Session,
  SignInInput,
  SignInPayload,
  SignOutPayload,
  SignUpInput,
  SignUpPayload,
} from '../users/user.graphql.ts';
import { viewOf } from '../users/user.view.ts';
import { RefreshCookie } from './refresh-cookie.ts';
import { SessionService, type OpenSession } from './session.service.ts';

/** The graph's door to sessions. The refresh token travels in its cookie alone, never in the graph. */
@Resolver(() => Session)
export class SessionResolver {
  private readonly cookie: RefreshCookie;

  constructor(
    @Inject(CONFIG) config: AuthConfig,
    private readonly signIns: SignInService,
    private readonly sessions: SessionService,
    private readonly tokens: AccessTokens,
  ) {
    this.cookie = new RefreshCookie(config.INSTALLATION_ID, config.PUBLIC_URL);
  }

  @Mutation(() => SignUpPayload, {
    description: 'Makes an account and signs in. The first account owns the organisation.',
  })
  @Public('session')
  signUp(
    @Args('input') input: SignUpInput,
    @CurrentCaller('anyone') caller: Caller,
    @Context() context: SubgraphContext,
  ): Promise<SignUpPayload> {
    return settle(async () => this.opened(await this.signIns.signUp(input, originOf(caller, context)), context));
  }

  @Mutation(() => SignInPayload, { description: 'Starts a session on this device.' })
  @Public('session')
  signIn(
    @Args('input') input: SignInInput,
    @CurrentCaller('anyone') caller: Caller,
    @Context() context: SubgraphContext,
  ): Promise<SignInPayload> {
    return settle(async () => this.opened(await this.signIns.signIn(input, originOf(caller, context)), context));
  }

  @Mutation(() => RefreshSessionPayload, {
    description: 'A new access token, by the refresh cookie, which is replaced.',
  })
  @Public('session')
  refreshSession(@Context() context: SubgraphContext): Promise<RefreshSessionPayload> {
    return settle(async () => {
      try {
        return await this.opened(await this.sessions.refresh(this.cookie.read(context.headers['cookie'])), context);
      } catch (error) {
        if ((error as { code?: string }).code === 'INVALID_CREDENTIALS')
          context.setHeader('set-cookie', this.cookie.forget());
        throw error;
      }
    });
  }

  @Mutation(() => SignOutPayload, { description: 'Ends this session: its tokens are dead within five seconds.' })
  @Public('session')
  signOut(@CurrentCaller('anyone') caller: Caller, @Context() context: SubgraphContext): Promise<SignOutPayload> {
    return settle(async () => {
      const cookie = this.cookie.read(context.headers['cookie']);
      if (caller.user) await this.sessions.signOut(caller.user);
      else if (cookie !== undefined) await this.sessions.signOutByCookie(cookie);
      context.setHeader('set-cookie', this.cookie.forget());
      return {};
    });
  }

  private async opened({ person, user, refreshToken }: OpenSession, context: SubgraphContext) {
    const session = await this.tokens.sign(person);
    context.setHeader('set-cookie', this.cookie.keep(refreshToken));
    return { session, user: viewOf(user, person) };
  }
}

function originOf(caller: Caller, { headers }: SubgraphContext): Origin {
  const userAgent = headers['user-agent'];
  return { ip: caller.ip, userAgent: typeof userAgent === 'string' ? userAgent : undefined };
}
