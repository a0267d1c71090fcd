import { Injectable } from '@nestjs/common';
import { LivePublisher } from '@parley/live';
import type { Transaction } from '@parley/persistence';
import type { LogTopic, MeetingEventBody } from './meeting-event.ts';
import { MeetingLogRepository, topicOf } from './meeting-log.repository.ts';

/**
 * The log of a meeting, and of each who waits: appended within the transaction of the change, woken after its COMMIT.
 * Hold the meeting's row (`MeetingRepository.find(tx, id, 'update')`) first, so that nobody waits in a circle.
 */
@Injectable()
export class MeetingLog {
  constructor(
    private readonly logs: MeetingLogRepository,
    private readonly live: LivePublisher,
  ) {}

  /**
   * @param ends whose right to read ends with this very event (`holderOf`): it is the last they get
   * @returns the event's seq
   */
  async append(tx: Transaction, topic: LogTopic, event: MeetingEventBody, ends?: string[]): Promise<number> {
    const logged = await this.logs.append(tx, topic, event, ends);
    tx.afterCommit(() => this.live.publish(topicOf(topic), [logged]));
    return logged.seq;
  }
}
