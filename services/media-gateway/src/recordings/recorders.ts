import { RequestError, type NatsConnection } from '@nats-io/transport-node';
import { Inject, Injectable } from '@nestjs/common';
import { ask, LOGGER, NATS } from '@parley/bus';
import {
  deleteRecording,
  finaliseRecording,
  pingRecorder,
  startRecorder,
  stopRecorder,
  type FinaliseRecording,
  type OrganisationId,
  type RecordingId,
  type StartRecorder,
} from '@parley/contracts';
import type { Logger } from '@parley/telemetry';

const PING_MS = 1_000;
const DELETE_MS = 10_000;

/** What recorders are asked. None of it throws: whoever does not answer has not taken it. */
@Injectable()
export class Recorders {
  constructor(
    @Inject(NATS) private readonly nats: NatsConnection,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  /** Whether this worker has taken the job. */
  async start(workerId: string, job: StartRecorder): Promise<boolean> {
    return this.taken(job.recordingId, () => ask(this.nats, startRecorder(workerId), job));
  }

  async stop(workerId: string, recordingId: RecordingId, part: number): Promise<void> {
    await this.tried(recordingId, () => ask(this.nats, stopRecorder(workerId), { recordingId, part }));
  }

  /** Whether some worker has taken it. */
  async finalise(job: FinaliseRecording): Promise<boolean> {
    return this.taken(job.recordingId, () => ask(this.nats, finaliseRecording, job));
  }

  /** Whether everything of it is gone. */
  async delete(organisationId: OrganisationId, recordingId: RecordingId): Promise<boolean> {
    const answer = await this.tried(recordingId, () =>
      ask(this.nats, deleteRecording, { organisationId, recordingId }, DELETE_MS),
    );
    return answer !== undefined;
  }

  /** Whether nobody answers to this worker's name any more. One that is slow is there. */
  async isGone(workerId: string): Promise<boolean> {
    try {
      await this.nats.request(pingRecorder(workerId).subject, '{}', { timeout: PING_MS });
      return false;
    } catch (error) {
      return error instanceof RequestError && error.isNoResponders();
    }
  }

  private async taken(id: RecordingId, call: () => Promise<{ workerId: string } | { refused: 'FULL' }>) {
    const answer = await this.tried(id, call);
    return !!answer && 'workerId' in answer;
  }

  private async tried<T>(recordingId: RecordingId, call: () => Promise<T>): Promise<T | undefined> {
    try {
      return await call();
    } catch (error) {
      this.log.debug({ err: error, recordingId }, 'a recorder does not answer');
      return undefined;
    }
  }
}
