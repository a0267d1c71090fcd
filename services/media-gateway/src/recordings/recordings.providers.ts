import { ConsentRepository } from './consent.repository.ts';
import { ConsentService } from './consent.service.ts';
import { RecorderCapacities } from './recorder-capacity.ts';
import { Recorders } from './recorders.ts';
import { RecordingDesk } from './recording-desk.service.ts';
import { RecordingDirectoryRepository } from './recording-directory.repository.ts';
import { RecordingKeeper } from './recording-keeper.service.ts';
import { RecordingNews } from './recording-news.ts';
import { RecordingPartRepository } from './recording-part.repository.ts';
import { RecordingReader } from './recording-reader.service.ts';
import { RecordingReports } from './recording-reports.service.ts';
import { RecordingRetention } from './recording-retention.ts';
import { RecordingWatch } from './recording-watch.ts';
import { RecordingRepository } from './recording.repository.ts';
import { StageDoor } from './stage-door.ts';

/** What this room gives the service. */
export const recordings = [
  RecordingDirectoryRepository,
  RecordingRepository,
  RecordingPartRepository,
  ConsentRepository,
  RecorderCapacities,
  Recorders,
  StageDoor,
  RecordingNews,
  RecordingKeeper,
  RecordingRetention,
  RecordingWatch,
  RecordingReports,
  RecordingDesk,
  RecordingReader,
  ConsentService,
];
