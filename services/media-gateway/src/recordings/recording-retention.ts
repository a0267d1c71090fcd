import { Inject, Injectable } from '@nestjs/common';
import { UnitOfWork } from '@parley/persistence';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { Recorders } from './recorders.ts';
import { RecordingDirectoryRepository } from './recording-directory.repository.ts';
import { RecordingNews } from './recording-news.ts';
import { RecordingRepository } from './recording.repository.ts';

/** Deletes what has been kept for RECORDING_DAYS. The row stays, and says that its file is gone. */
@Injectable()
export class RecordingRetention {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly directory: RecordingDirectoryRepository,
    private readonly recordings: RecordingRepository,
    private readonly recorders: Recorders,
    private readonly news: RecordingNews,
  ) {}

  /** What no recorder deletes now is tried again at the next look. */
  async sweep(): Promise<void> {
    for (const { organisationId, meetingId, recordingId } of await this.directory.expired()) {
      if (!(await this.recorders.delete(organisationId, recordingId))) continue;
      await this.unitOfWork.run(organisationId, async (tx) => {
        await this.meetings.find(tx, meetingId, 'update');
        await this.recordings.set(tx, recordingId, { deletedAt: new Date(), key: null });
        await this.directory.close(tx, recordingId, null);
        await this.news.changed(tx, { id: recordingId, meetingId });
      });
    }
  }
}
