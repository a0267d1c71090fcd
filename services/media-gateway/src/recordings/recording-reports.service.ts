import { Inject, Injectable } from '@nestjs/common';
import { recordingReady, type RecordingFinalised, type RecordingReport } from '@parley/contracts';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { accountOf } from './missing.ts';
import { RecordingDirectoryRepository } from './recording-directory.repository.ts';
import { RecordingNews } from './recording-news.ts';
import { RecordingPartRepository } from './recording-part.repository.ts';
import { RecordingRepository } from './recording.repository.ts';
import { isOpen, type Recording } from './recording.ts';
import { heard, type Heard } from './reports.ts';
import { RecordingWatch } from './recording-watch.ts';
import { StageDoor } from './stage-door.ts';

const DAY_MS = 86_400_000;

/** What workers report, taken into the rows. */
@Injectable()
export class RecordingReports {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly directory: RecordingDirectoryRepository,
    private readonly recordings: RecordingRepository,
    private readonly parts: RecordingPartRepository,
    private readonly news: RecordingNews,
    private readonly stage: StageDoor,
    private readonly watch: RecordingWatch,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'RECORDING_DAYS'>,
  ) {}

  /** @returns whether the worker goes on with it */
  async take(report: RecordingReport): Promise<boolean> {
    const place = await this.directory.byId(report.recordingId);
    if (!place) return false;
    const { answer, effect } = await this.unitOfWork.run(place.organisationId, async (tx) => {
      // Most reports are signs of life and take no turn; those that change how things stand do.
      const first = await this.hear(tx, report);
      if (first && !changes(first.answer)) return { answer: await this.note(tx, report, first.answer) };
      const meeting = await this.meetings.find(tx, place.meetingId, 'update');
      const again = meeting && (await this.hear(tx, report));
      if (!again) return { answer: false };
      const goOn = await this.note(tx, report, again.answer);
      return { answer: goOn, effect: await this.changed(tx, meeting, again, report) };
    });
    if (effect) {
      await effect();
      this.watch.kick();
    }
    return answer;
  }

  /** @returns true when it was noted, also before */
  async finalised(result: RecordingFinalised): Promise<boolean> {
    const place = await this.directory.byId(result.recordingId);
    if (!place) return true;
    return this.unitOfWork.run(place.organisationId, async (tx) => {
      const meeting = await this.meetings.find(tx, place.meetingId, 'update');
      const recording = await this.recordings.find(tx, result.recordingId);
      if (!meeting || !recording) return true;
      // A file that comes after it was given up is still a file.
      const isAwaited = recording.state === 'FINALISING' || recording.cause === 'FINALISING_FAILED';
      if (!isAwaited || recording.state === 'READY') return true;
      if (result.outcome === 'READY') await this.ready(tx, meeting, recording, result);
      else {
        const endedAt = recording.stopAskedAt ?? new Date();
        await this.recordings.set(tx, recording.id, { state: 'FAILED', cause: result.cause, endedAt });
        await this.directory.close(tx, recording.id, null);
      }
      await this.news.changed(tx, recording);
      return true;
    });
  }

  private async hear(tx: Transaction, report: RecordingReport) {
    const recording = await this.recordings.find(tx, report.recordingId);
    if (!recording) return undefined;
    const parts = await this.parts.of(tx, recording.id);
    const part = parts.find((one) => one.part === report.part);
    return { recording, part, answer: heard(recording, part, report, new Date()) };
  }

  private async note(tx: Transaction, report: RecordingReport, { goOn, part }: Heard): Promise<boolean> {
    if (report.state === 'FINALISING' && goOn)
      await this.recordings.set(tx, report.recordingId, { finaliser: report.workerId, finaliserSeenAt: new Date() });
    if (part) await this.parts.note(tx, part.state, part.cause, report);
    return goOn;
  }

  private async changed(
    tx: Transaction,
    meeting: Meeting,
    { recording, part, answer }: NonNullable<Awaited<ReturnType<typeof this.hear>>>,
    report: RecordingReport,
  ) {
    if (answer.state === 'RECORDING')
      await this.recordings.set(tx, recording.id, {
        state: 'RECORDING',
        waitingSince: null,
        startedAt: recording.startedAt ?? new Date(report.startedAt ?? report.at),
      });
    if (answer.state === 'LOST_WORKER')
      await this.recordings.set(tx, recording.id, { state: 'LOST_WORKER', waitingSince: new Date() });
    const ended = part && answer.part && !isOpen(answer.part) ? [part] : [];
    if (answer.state || ended.length > 0) await this.news.changed(tx, recording, ended);
    return this.stage.close(tx, meeting, ended);
  }

  private async ready(
    tx: Transaction,
    meeting: Meeting,
    recording: Recording,
    { parts, key, contentType, bytes, durationSeconds }: Extract<RecordingFinalised, { outcome: 'READY' }>,
  ): Promise<void> {
    const { id, stopAskedAt, cause } = recording;
    await this.parts.measure(tx, id, parts);
    const now = new Date();
    const account = accountOf(await this.parts.of(tx, id), stopAskedAt ?? now);
    const startedAt = account?.startedAt ?? recording.startedAt ?? recording.requestedAt;
    const endedAt = account?.endedAt ?? stopAskedAt ?? now;
    const missingSeconds = account?.missingSeconds ?? 0;
    const { RECORDING_DAYS: days } = this.config;
    const expiresAt = days === undefined ? null : new Date(now.getTime() + days * DAY_MS);
    const held = { key, contentType, bytes, durationSeconds, missingSeconds, startedAt, endedAt, expiresAt };
    const kept = cause === 'FINALISING_FAILED' ? null : cause;
    await this.recordings.set(tx, id, { ...held, state: 'READY', cause: kept, finaliser: null });
    await this.directory.close(tx, id, expiresAt);
    tx.publish(recordingReady, {
      organisationId: tx.organisationId,
      meetingId: meeting.id,
      recordingId: id,
      title: meeting.title,
      code: meeting.code,
      startedBy: recording.startedBy,
      startedAt: startedAt.toISOString(),
      endedAt: endedAt.toISOString(),
      durationSeconds,
      missingSeconds,
      bytes,
    });
  }
}

const changes = ({ state, part }: Heard): boolean => !!state || (!!part && !isOpen(part));
