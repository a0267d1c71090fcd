import { Inject, Injectable } from '@nestjs/common';
import type { MeetingId, RecordingId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { StandingRepository } from '../participants/standing.repository.ts';
import { Moderators } from '../roles/moderators.ts';
import { RecorderCapacities, type Capacity } from './recorder-capacity.ts';
import { RecordingDirectoryRepository } from './recording-directory.repository.ts';
import { RecordingKeeper } from './recording-keeper.service.ts';
import { RecordingNews } from './recording-news.ts';
import { RecordingWatch } from './recording-watch.ts';
import { RecordingRepository } from './recording.repository.ts';
import { isRunning, type Recording } from './recording.ts';

const ONE_RUNS = 'This meeting is being recorded already.';

/** Hosts and co-hosts start and stop recordings. */
@Injectable()
export class RecordingDesk {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly moderators: Moderators,
    private readonly standing: StandingRepository,
    private readonly directory: RecordingDirectoryRepository,
    private readonly recordings: RecordingRepository,
    private readonly capacities: RecorderCapacities,
    private readonly keeper: RecordingKeeper,
    private readonly news: RecordingNews,
    private readonly watch: RecordingWatch,
  ) {}

  /**
   * @throws Refused NOT_FOUND, FORBIDDEN (neither host nor co-host), CONFLICT (it has ended, nobody is in, it is being
   * recorded), UNAVAILABLE (no recorder is free); then nothing has changed
   */
  async start(caller: KnownCaller, meetingId: MeetingId): Promise<Recording> {
    const recording = await this.unitOfWork.run(caller.organisationId, async (tx) => {
      await this.moderators.moderated(tx, caller, meetingId);
      const before = await this.recordings.underWay(tx, meetingId);
      if (before && isRunning(before)) throw new Refused('CONFLICT', ONE_RUNS, { field: ['meetingId'] });
      if ((await this.standing.present(tx, meetingId)).length === 0)
        throw new Refused('CONFLICT', 'Nobody is in this meeting. Join it first.', { field: ['meetingId'] });
      const capacity = this.capacities.now();
      if (capacity.free === 0) throw new Refused('UNAVAILABLE', wordsFor(capacity));
      const id = newId('recording');
      await this.recordings.insert(tx, id, meetingId, caller.userId);
      await this.directory.enter(tx, id, meetingId);
      await this.news.changed(tx, { id, meetingId });
      return this.found(tx, id);
    });
    this.watch.kick();
    return recording;
  }

  /**
   * A second time changes nothing while the file is being made.
   * @throws Refused NOT_FOUND, FORBIDDEN, CONFLICT (it has ended, it is not being recorded)
   */
  async stop(caller: KnownCaller, meetingId: MeetingId): Promise<Recording> {
    const { organisationId } = caller;
    const { id } = await this.unitOfWork.run(organisationId, async (tx) => {
      await this.moderators.moderated(tx, caller, meetingId);
      const recording = await this.recordings.underWay(tx, meetingId);
      if (!recording) throw new Refused('CONFLICT', 'This meeting is not being recorded.', { field: ['meetingId'] });
      if (isRunning(recording)) await this.recordings.set(tx, recording.id, { stopAskedAt: new Date() });
      return recording;
    });
    // What it stands in from now on; if this fails, the watch does it.
    await this.keeper.advance({ organisationId, meetingId, recordingId: id }).catch(() => this.watch.kick());
    return this.unitOfWork.run(organisationId, (tx) => this.found(tx, id));
  }

  private async found(tx: Transaction, id: RecordingId): Promise<Recording> {
    return (await this.recordings.find(tx, id)) as Recording;
  }
}

/** Why nothing can be recorded now, and what to do. */
export function wordsFor({ slots }: Capacity): string {
  if (slots === 0) return 'No recorder is running here. Ask whoever runs this installation to start one.';
  return slots === 1
    ? 'The one recorder is busy with another meeting. Try again when it is free.'
    : `All ${slots} recorders are busy with other meetings. Try again when one is free.`;
}
