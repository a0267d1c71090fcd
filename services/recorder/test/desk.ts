import { setTimeout as sleep } from 'node:timers/promises';
import { RequestError, type NatsConnection } from '@nats-io/transport-node';
import { ask, connectNats } from '@parley/bus';
import {
  deleteRecording,
  finaliseRecording,
  pingRecorder,
  RECORDER_CAPACITY_SUBJECT,
  recordingFinalised,
  reportRecording,
  startRecorder,
  stopRecorder,
  type FinaliseRecording,
  type RecorderCapacity,
  type RecordingFinalised,
  type RecordingReport,
  type StartRecorder,
} from '@parley/contracts';
import type { TestNats } from '@parley/testing';
import { soon } from './soon.ts';

/** As the media-gateway asks those who record. */
const PING_EVERY_MS = 250;

/** The media-gateway's place on the bus, by the contract: it hears workers, and asks them. */
export class Desk {
  readonly reports: RecordingReport[] = [];
  readonly finalised: RecordingFinalised[] = [];
  readonly capacities: RecorderCapacity[] = [];
  /** Whether the work is still theirs. */
  goOn: (report: RecordingReport) => boolean = () => true;

  private constructor(private readonly nats: NatsConnection) {}

  static async open(nats: TestNats): Promise<Desk> {
    const desk = new Desk(await connectNats(nats.url('media-gateway'), 'media-gateway in a test'));
    desk.nats.subscribe(RECORDER_CAPACITY_SUBJECT, {
      callback: (_error, message) => void desk.capacities.push(message.json<RecorderCapacity>()),
    });
    desk.nats.subscribe(reportRecording.subject, {
      callback: (_error, message) => {
        const report = reportRecording.question.parse(message.json());
        desk.reports.push(report);
        message.respond(JSON.stringify({ answer: { goOn: desk.goOn(report) } }));
      },
    });
    desk.nats.subscribe(recordingFinalised.subject, {
      callback: (_error, message) => {
        desk.finalised.push(recordingFinalised.question.parse(message.json()));
        message.respond(JSON.stringify({ answer: { goOn: true } }));
      },
    });
    await desk.nats.flush();
    return desk;
  }

  /** The newest word of a worker that is none of these. */
  worker(without: string[] = []): Promise<RecorderCapacity> {
    return soon('a worker', () =>
      this.capacities.findLast(({ workerId, slots }) => slots > 0 && !without.includes(workerId)),
    );
  }

  /** Resolves when the media-gateway would take this worker for gone: nobody answers to its name, twice. */
  async gone(workerId: string): Promise<void> {
    for (let unanswered = 0; unanswered < 2; await sleep(PING_EVERY_MS)) {
      const answer = await this.nats.request(pingRecorder(workerId).subject, '{}').catch((error: unknown) => error);
      unanswered = answer instanceof RequestError && answer.isNoResponders() ? unanswered + 1 : 0;
    }
  }

  start(workerId: string, job: StartRecorder) {
    return ask(this.nats, startRecorder(workerId), job);
  }

  stop(workerId: string, { recordingId, part }: StartRecorder) {
    return ask(this.nats, stopRecorder(workerId), { recordingId, part });
  }

  finalise(job: FinaliseRecording) {
    return ask(this.nats, finaliseRecording, job);
  }

  delete({ recordingId, organisationId }: StartRecorder) {
    return ask(this.nats, deleteRecording, { recordingId, organisationId });
  }

  /** The newest report of a part in this state, waited for. */
  report(
    { recordingId, part }: StartRecorder,
    state: RecordingReport['state'],
    is: (report: RecordingReport) => boolean = () => true,
  ): Promise<RecordingReport> {
    return soon(`${state} of part ${part}`, () =>
      this.reports.findLast(
        (one) => one.recordingId === recordingId && one.part === part && one.state === state && is(one),
      ),
    );
  }

  /** What came of finalising, waited for. */
  outcome({ recordingId }: StartRecorder): Promise<RecordingFinalised> {
    return soon('the outcome', () => this.finalised.findLast((one) => one.recordingId === recordingId));
  }

  async close(): Promise<void> {
    await this.nats.close();
  }
}
