import { Injectable } from '@nestjs/common';
import type { CompleteObject } from '@parley/contracts';
import { LivePublisher } from '@parley/live';
import { Pace } from '@parley/subgraph';

/** Words of one conversation: each goes to all who are in it, so that a thousand who read at once would be a million. */
const OF_ONE_TOPIC = { most: 20, withinMs: 1_000 };

/** Passing words beside a conversation's log: who types, who has read. What is too much is not said; per instance, in memory. */
@Injectable()
export class ConversationWords {
  private readonly pace = new Pace(OF_ONE_TOPIC);

  constructor(private readonly live: LivePublisher) {}

  /** @param after where the log stood when this was so; those who have not got everything up to there do not hear it */
  say(topic: string, after: number, event: CompleteObject): void {
    if (this.pace.take(topic) === 0) this.live.publishWord(topic, after, event);
  }
}
