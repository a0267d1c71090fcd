import { Args, Resolver, Subscription } from '@nestjs/graphql';
import { Public } from '@parley/identity';
import { servedByTheLiveDoor } from '@parley/live';
import { MeetingEvent } from './meeting-event.graphql.ts';

/** `meetingEvents` in the schema; `MeetingSource` answers for it. */
@Resolver()
export class MeetingEventResolver {
  @Subscription(() => MeetingEvent, {
    description:
      'Follows a meeting one was let in to, or one’s own wait in its lobby. Guests show their token. Without `after` from now on, with it from where one was.',
  })
  @Public('meetings:read')
  meetingEvents(
    @Args('code') _code: string,
    @Args('after', { type: () => String, nullable: true }) _after?: string,
    @Args('guestToken', { type: () => String, nullable: true }) _guestToken?: string,
  ): never {
    return servedByTheLiveDoor();
  }
}
