import { Args, Directive, Int, Mutation, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { LobbyId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { CurrentCaller, Public, SignedIn, type Caller, type KnownCaller } from '@parley/identity';
import { listSize, requireId, settle, type ConnectionOf } from '@parley/subgraph';
import { MeetingReader } from '../meetings/meeting-reader.service.ts';
import { MeetingType } from '../meetings/meeting.graphql.ts';
import type { MeetingView } from '../meetings/meeting.view.ts';
import { LobbyDesk } from './lobby-desk.service.ts';
import {
  AdmitInput,
  AdmitPayload,
  LeaveLobbyInput,
  LeaveLobbyPayload,
  LobbyEntryConnection,
  RefuseInput,
  RefusePayload,
  type LobbyEntryType,
  type LobbyInput,
} from './lobby.graphql.ts';

const MOST_AT_ONCE = 100;

/** The graph's door to the lobby. */
@Resolver(() => MeetingType)
export class LobbyResolver {
  constructor(
    private readonly desk: LobbyDesk,
    private readonly reader: MeetingReader,
  ) {}

  @ResolveField(() => LobbyEntryConnection, {
    nullable: true,
    description: 'Who waits to be let in, the longest first. Null for everybody but hosts and co-hosts.',
  })
  @Directive(listSize('first'))
  @Public('meetings:read')
  async lobby(
    @Parent() meeting: MeetingView,
    @Args('first', { type: () => Int, description: 'How many, 1–100.' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: 'Cursor behind which to go on.' })
    after?: string | null,
  ): Promise<ConnectionOf<LobbyEntryType> | null> {
    return meeting.showsLobby ? this.desk.waiting(meeting, { first, after: after ?? null }) : null;
  }

  @ResolveField(() => Int, {
    nullable: true,
    description: 'How many wait to be let in. Null for everybody but hosts and co-hosts.',
  })
  @Public('meetings:read')
  async waitingCount(@Parent() meeting: MeetingView): Promise<number | null> {
    return meeting.showsLobby ? this.desk.waitingCount(meeting) : null;
  }

  @Mutation(() => AdmitPayload, { description: 'Lets people in from the lobby. For hosts and co-hosts.' })
  @SignedIn('meetings:manage')
  admit(@CurrentCaller() caller: KnownCaller, @Args('input') input: AdmitInput): Promise<AdmitPayload> {
    return this.decide(caller, input, true);
  }

  @Mutation(() => RefusePayload, {
    description: 'Does not let people in. They can ask again in a minute. For hosts and co-hosts.',
  })
  @SignedIn('meetings:manage')
  refuse(@CurrentCaller() caller: KnownCaller, @Args('input') input: RefuseInput): Promise<RefusePayload> {
    return this.decide(caller, input, false);
  }

  @Mutation(() => LeaveLobbyPayload, { description: 'Gives one’s wait up. Guests show their token.' })
  @Public('meetings:join')
  leaveLobby(
    @CurrentCaller('anyone') caller: Caller,
    @Args('input') input: LeaveLobbyInput,
  ): Promise<LeaveLobbyPayload> {
    return settle(async () => {
      const lobbyId = requireId('lobby', input.lobbyId, 'lobbyId');
      await this.desk.leave(caller, lobbyId, input.guestToken);
      return { lobbyId };
    });
  }

  private decide(caller: KnownCaller, input: LobbyInput, isAdmitted: boolean): Promise<AdmitPayload & RefusePayload> {
    return settle(async () => {
      const meetingId = requireId('meeting', input.meetingId, 'meetingId');
      const lobbyIds = lobbyIdsOf(input.lobbyIds);
      return {
        meeting: await this.reader.viewOf(await this.desk.decide(caller, meetingId, lobbyIds, isAdmitted), caller),
      };
    });
  }
}

/** @throws Refused BAD_USER_INPUT: none, over a hundred, or one that is malformed */
function lobbyIdsOf(given: readonly string[]): LobbyId[] {
  if (given.length < 1 || given.length > MOST_AT_ONCE)
    throw Refused.badInput(`Name 1 to ${MOST_AT_ONCE} at once.`, 'lobbyIds');
  return given.map((id) => requireId('lobby', id, 'lobbyIds'));
}
