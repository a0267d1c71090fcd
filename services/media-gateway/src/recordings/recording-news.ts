import { Injectable } from '@nestjs/common';
import type { Transaction } from '@parley/persistence';
import { LobbyRepository } from '../lobby/lobby.repository.ts';
import { MeetingLog } from '../log/meeting-log.ts';
import { PersonRepository } from '../people/person.repository.ts';
import { RecordingRepository } from './recording.repository.ts';
import type { Recording, RecordingPart } from './recording.ts';
import { stageHolder } from './stage-token.ts';

/** A recording as a meeting's events show it: complete, for everybody who was let in or waits. */
export interface RecordingNotice {
  __typename: 'RecordingNotice';
  id: string;
  state: Recording['state'];
  cause: Recording['cause'];
  startedByName: string | null;
  startedAt: string | null;
  endedAt: string | null;
  durationSeconds: number | null;
  missingSeconds: number | null;
}

/** Tells everybody in a meeting, and those who wait for it, how its recording stands. Under the meeting's lock. */
@Injectable()
export class RecordingNews {
  constructor(
    private readonly log: MeetingLog,
    private readonly lobby: LobbyRepository,
    private readonly recordings: RecordingRepository,
    private readonly people: PersonRepository,
  ) {}

  /** @param ended parts whose stage pages may read no further than this */
  async changed(tx: Transaction, { id, meetingId }: Pick<Recording, 'id' | 'meetingId'>, ended: RecordingPart[] = []) {
    const recording = await this.recordings.find(tx, id);
    if (!recording) return;
    const event = { __typename: 'RecordingChanged' as const, recording: await this.noticeOf(tx, recording) };
    const ends = ended.map(({ tokenHash }) => stageHolder(tokenHash));
    await this.log.append(tx, { meetingId }, event, ends.length > 0 ? ends : undefined);
    for (const { id: lobbyId } of await this.lobby.waiting(tx, meetingId))
      await this.log.append(tx, { lobbyId }, event);
  }

  private async noticeOf(tx: Transaction, recording: Recording): Promise<RecordingNotice> {
    const { id, state, cause, startedAt, endedAt, durationSeconds, missingSeconds, startedBy } = recording;
    return {
      __typename: 'RecordingNotice',
      id,
      state,
      cause,
      startedByName: (await this.people.find(tx, startedBy))?.displayName ?? null,
      startedAt: startedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
      durationSeconds: wholeSeconds(durationSeconds),
      missingSeconds: missedSeconds(missingSeconds),
    };
  }
}

/** Whole seconds of a break: one of half a second is a break too. */
export const missedSeconds = (seconds: number | null): number | null => (seconds === null ? null : Math.ceil(seconds));

export const wholeSeconds = (seconds: number | null): number | null => (seconds === null ? null : Math.round(seconds));
