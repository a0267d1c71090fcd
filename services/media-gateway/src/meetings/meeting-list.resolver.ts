import { Args, ArgsType, Directive, Field, GraphQLISODateTime, Int, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, SignedIn, type KnownCaller } from '@parley/identity';
import { listSize, type ConnectionOf } from '@parley/subgraph';
import { MeetingList } from './meeting-list.service.ts';
import { MeetingConnection, MeetingStateEnum, MeetingType } from './meeting.graphql.ts';
import type { MeetingState } from './meeting.ts';
import type { MeetingView } from './meeting.view.ts';

@ArgsType()
class MeetingsArgs {
  @Field(() => Int, { description: 'How many, 1–100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Cursor behind which to go on.' })
  after?: string | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Only those that take place then or later; without a schedule, those made then or later.',
  })
  from?: Date | null;

  @Field(() => GraphQLISODateTime, {
    nullable: true,
    description: 'Only those that take place before then; without a schedule, those made before then.',
  })
  to?: Date | null;

  @Field(() => MeetingStateEnum, { nullable: true, description: 'Only those that stand there.' })
  state?: MeetingState | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: only those that one holds, in whose lobby somebody waits.',
  })
  hasWaiting?: boolean | null;
}

/** One's own meetings. */
@Resolver(() => MeetingType)
export class MeetingListResolver {
  constructor(private readonly list: MeetingList) {}

  @Query(() => MeetingConnection, {
    description:
      'Meetings of one’s organisation that one holds, as host or co-host, is invited to or was in: the latest first, but with `state: SCHEDULED` the next first.',
  })
  @Directive(listSize('first'))
  @SignedIn('meetings:read')
  meetings(@CurrentCaller() caller: KnownCaller, @Args() asked: MeetingsArgs): Promise<ConnectionOf<MeetingView>> {
    return this.list.of(caller, asked);
  }
}
