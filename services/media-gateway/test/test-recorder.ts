import { connectNats } from '@parley/bus';
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
  type RecordingFinalised,
  type RecordingReport,
  type StartRecorder,
} from '@parley/contracts';
import type { MediaUnderTest } from './media-under-test.ts';

type Connection = Awaited<ReturnType<typeof connectNats>>;
const ANNOUNCE_MS = 500;
let made = 0;

/** A recorder's end of the contract, on the real bus and with a recorder's own rights there. What it does, the test says. */
export class TestRecorder {
  readonly jobs: StartRecorder[] = [];
  readonly stops: number[] = [];
  readonly finalising: FinaliseRecording[] = [];
  readonly deleted: string[] = [];
  /** What it answers to jobs. */
  isFull = false;
  private announcing: NodeJS.Timeout | undefined;

  private constructor(
    readonly workerId: string,
    private readonly nats: Connection,
    private readonly slots: number,
  ) {}

  static async start(media: MediaUnderTest, slots = 1): Promise<TestRecorder> {
    const workerId = `w${(made += 1)}`;
    const recorder = new TestRecorder(workerId, await connectNats(media.nats.url('recorder'), 'recorder'), slots);
    await recorder.listen();
    return recorder;
  }

  /** It says what it has free; and again, as long as it lives. */
  announce(free = this.slots, slots = this.slots): void {
    clearInterval(this.announcing);
    const say = () => {
      const text = JSON.stringify({ workerId: this.workerId, slots, free });
      if (!this.nats.isClosed()) this.nats.publish(RECORDER_CAPACITY_SUBJECT, text);
    };
    say();
    this.announcing = setInterval(say, ANNOUNCE_MS);
  }

  /** @returns whether it may go on */
  async report(
    job: StartRecorder,
    state: RecordingReport['state'],
    more: Partial<RecordingReport> = {},
  ): Promise<boolean> {
    const { recordingId, part } = job;
    const report = { recordingId, part, workerId: this.workerId, state, bytes: 0, capturedMs: 0 };
    const at = new Date().toISOString();
    return this.ask(reportRecording.subject, { ...report, startedAt: null, at, ...more });
  }

  /** It has recorded this many seconds until now. */
  async records(job: StartRecorder, seconds: number): Promise<boolean> {
    const startedAt = new Date(Date.now() - seconds * 1_000).toISOString();
    return this.report(job, 'RECORDING', { startedAt, capturedMs: seconds * 1_000, bytes: seconds * 100_000 });
  }

  async finalised(result: Omit<Extract<RecordingFinalised, { outcome: 'READY' }>, 'workerId'>): Promise<boolean> {
    return this.ask(recordingFinalised.subject, { ...result, workerId: this.workerId });
  }

  async failed(recordingId: StartRecorder['recordingId'], cause: string): Promise<boolean> {
    return this.ask(recordingFinalised.subject, { outcome: 'FAILED', recordingId, cause, workerId: this.workerId });
  }

  /** It says that it takes nothing more, and goes. */
  async leave(): Promise<void> {
    if (this.nats.isClosed()) return;
    this.announce(0, 0);
    await this.nats.flush();
    await this.die();
  }

  /** As with kill -9: nobody answers to its name any more. */
  async die(): Promise<void> {
    clearInterval(this.announcing);
    if (!this.nats.isClosed()) await this.nats.close();
  }

  private async ask(subject: string, question: object): Promise<boolean> {
    const reply = (await this.nats.request(subject, JSON.stringify(question))).json<{ answer?: { goOn: boolean } }>();
    if (!reply.answer) throw new Error(JSON.stringify(reply));
    return reply.answer.goOn;
  }

  private async listen(): Promise<void> {
    const { workerId } = this;
    const taken = () => (this.isFull ? { refused: 'FULL' } : { workerId });
    this.answer(startRecorder(workerId).subject, (question) => {
      if (!this.isFull) this.jobs.push(startRecorder(workerId).question.parse(question));
      return taken();
    });
    this.answer(stopRecorder(workerId).subject, (question) => {
      this.stops.push(stopRecorder(workerId).question.parse(question).part);
      return { isRunning: true };
    });
    this.answer(pingRecorder(workerId).subject, () => ({}));
    this.answer(finaliseRecording.subject, (question) => {
      this.finalising.push(finaliseRecording.question.parse(question));
      return taken();
    });
    this.answer(deleteRecording.subject, (question) => {
      this.deleted.push(deleteRecording.question.parse(question).recordingId);
      return { isGone: true };
    });
    await this.nats.flush();
  }

  private answer(subject: string, work: (question: unknown) => object): void {
    this.nats.subscribe(subject, {
      queue: 'recorder',
      callback: (_error, message) => void message.respond(JSON.stringify({ answer: work(message.json()) })),
    });
  }
}
