import { Injectable } from '@nestjs/common';
import type { ParticipantId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { MeetingNews } from '../log/meeting-news.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Participant } from '../participants/participant.ts';
import { StandingRepository } from '../participants/standing.repository.ts';
import { holderOf, whoOf } from '../participants/who.ts';
import { REMOVAL_SECONDS, RemovalService } from '../removals/removal.service.ts';

/** Notes that devices of one person may be in a meeting no more, and tells everybody, the gate too. LiveKit is told by the caller. */
@Injectable()
export class Eviction {
  constructor(
    private readonly standing: StandingRepository,
    private readonly removals: RemovalService,
    private readonly news: MeetingNews,
  ) {}

  /**
   * Under the meeting's lock.
   * @param devices of one person, not put out yet; one at least
   * @returns those to whom a token could still open the room: LiveKit must put them out
   */
  async note(
    tx: Transaction,
    meeting: Pick<Meeting, 'id' | 'roomName'>,
    devices: readonly [Participant, ...Participant[]],
    { wasRemoved }: { wasRemoved: boolean },
  ): Promise<ParticipantId[]> {
    const [first] = devices;
    const ids = devices.map(({ id }) => id);
    const present = (await this.standing.present(tx, meeting.id, ids)).map(({ id }) => id);
    const who = whoOf(first);
    const others = (await this.standing.devicesOf(tx, meeting.id, who)).filter(({ id }) => !ids.includes(id));
    // The last event they may read is the one that tells them, unless another device of theirs stays.
    const ends = others.length === 0 ? { ends: [holderOf(who)] } : {};
    const leaving = present.length > 0 ? present : [first.id];
    let seq = 0;
    for (const id of leaving)
      seq = await this.news.participantLeft(tx, meeting.id, id, {
        wasRemoved,
        ...(id === leaving.at(-1) ? ends : {}),
      });
    await this.standing.putOut(tx, ids, seq);
    const reachable = await this.standing.reachable(tx, { ids }, REMOVAL_SECONDS);
    for (const device of reachable) await this.removals.participant(tx, meeting.roomName, device);
    return reachable.map(({ id }) => id);
  }
}
