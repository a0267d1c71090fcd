import { Inject, Injectable } from '@nestjs/common';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import type { Meeting } from '../meetings/meeting.ts';
import { RecorderCapacities } from './recorder-capacity.ts';
import { Recorders } from './recorders.ts';
import { RecordingDirectoryRepository, type RecordingPlace } from './recording-directory.repository.ts';
import { RecordingNews } from './recording-news.ts';
import { RecordingPartRepository } from './recording-part.repository.ts';
import { RecordingRepository } from './recording.repository.ts';
import { hasCaptured, isOpen, type Recording, type RecordingPart } from './recording.ts';
import { StageDoor } from './stage-door.ts';
import { newStageToken, hashOfStageToken } from './stage-token.ts';
import { nextStep, type Step } from './steps.ts';

/** Seconds after which a meeting that nobody is in is not recorded any more. */
export const EMPTY_SECONDS = 15;
/** Steps that may follow one another at once; the next look goes on. */
const MOST_STEPS = 5;

interface Looked {
  meeting: Meeting;
  recording: Recording;
  parts: RecordingPart[];
  step: Step;
}
/** What is done after COMMIT: asking recorders, which may take seconds. */
type Effect = () => Promise<void>;
const ONCE_MORE: Effect = () => Promise.resolve();

/**
 * Brings recordings on: decides by the rows, under the meeting's lock, and asks recorders after COMMIT. Whatever instance does
 * it, and wherever one dies, the next look at the rows goes on (`steps.ts`).
 */
@Injectable()
export class RecordingKeeper {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly meetings: MeetingRepository,
    private readonly directory: RecordingDirectoryRepository,
    private readonly recordings: RecordingRepository,
    private readonly parts: RecordingPartRepository,
    private readonly capacities: RecorderCapacities,
    private readonly recorders: Recorders,
    private readonly stage: StageDoor,
    private readonly news: RecordingNews,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'PUBLIC_URL'>,
  ) {}

  /** Does what is to be done about one recording now. @returns its parts that somebody is at */
  async advance(place: RecordingPlace): Promise<RecordingPart[]> {
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const seen = await this.unitOfWork.run(place.organisationId, (tx) => this.look(tx, place));
      if (!seen || seen.step.do === 'NOTHING') return seen?.parts.filter(isOpen) ?? [];
      const effect = await this.unitOfWork.run(place.organisationId, (tx) => this.take(tx, place));
      if (!effect) return seen.parts.filter(isOpen);
      await effect();
    }
    return [];
  }

  /** This part's worker is gone: another goes on at once. */
  async lose(place: RecordingPlace, part: number): Promise<void> {
    const effects = await this.unitOfWork.run(place.organisationId, async (tx) => {
      const looked = await this.look(tx, place, 'update');
      if (!looked?.parts.some((one) => one.part === part && isOpen(one))) return [];
      const lost = await this.lost(tx, looked, part);
      // In the same transaction, and asked while whoever is gone is put out of the room: all the while something is missing.
      const next = await this.look(tx, place);
      return [next?.step.do === 'ASK_WORKER' ? await this.askWorker(tx, next, place) : undefined, lost];
    });
    await Promise.all(effects.map((effect) => effect?.()));
    await this.advance(place);
  }

  private async look(tx: Transaction, place: RecordingPlace, lock?: 'update'): Promise<Looked | undefined> {
    const meeting = await this.meetings.find(tx, place.meetingId, lock);
    const recording = meeting && (await this.recordings.find(tx, place.recordingId));
    if (!recording) return undefined;
    const parts = await this.parts.of(tx, recording.id);
    const now = new Date();
    const isOld = now.getTime() - recording.requestedAt.getTime() > EMPTY_SECONDS * 1_000;
    const isOver = !!meeting.endedAt || (isOld && (await this.recordings.isEmpty(tx, meeting.id, EMPTY_SECONDS)));
    return { meeting, recording, parts, step: nextStep(recording, parts, isOver, now) };
  }

  /** Under the meeting's lock; undefined when nothing more can be done now. */
  private async take(tx: Transaction, place: RecordingPlace): Promise<Effect | undefined> {
    const looked = await this.look(tx, place, 'update');
    if (!looked) return undefined;
    const { step } = looked;
    if (step.do === 'ASK_WORKER') return this.askWorker(tx, looked, place);
    if (step.do === 'LOSE') return this.lost(tx, looked, step.part);
    if (step.do === 'END') return this.end(tx, looked, step);
    if (step.do === 'FAIL') return this.fail(tx, looked, step);
    return step.do === 'ASK_FINALISER' ? this.askFinaliser(tx, looked) : undefined;
  }

  private async askWorker(
    tx: Transaction,
    { meeting, recording, parts }: Looked,
    place: RecordingPlace,
  ): Promise<Effect | undefined> {
    const workerId = this.capacities.take();
    if (!workerId) return undefined;
    const [part, token] = [(parts.at(-1)?.part ?? 0) + 1, newStageToken()];
    const tokenHash = hashOfStageToken(token) as string;
    await this.parts.ask(tx, place, { part, workerId, identity: newId('participant'), tokenHash });
    const job = {
      recordingId: recording.id,
      organisationId: tx.organisationId,
      meetingId: meeting.id,
      part,
      stageUrl: `${this.config.PUBLIC_URL}/stage/${meeting.code}#${token}`,
      storageKey: partKey(tx, recording, part),
    };
    return async () => {
      if (await this.recorders.start(workerId, job)) return;
      this.capacities.forget(workerId);
      await this.unitOfWork.run(place.organisationId, (later) => this.parts.end(later, recording.id, part, 'REFUSED'));
    };
  }

  private async lost(tx: Transaction, { meeting, recording, parts }: Looked, part: number): Promise<Effect> {
    await this.parts.end(tx, recording.id, part, 'LOST');
    if (recording.state === 'RECORDING')
      await this.recordings.set(tx, recording.id, { state: 'LOST_WORKER', waitingSince: new Date() });
    const lost = parts.filter((one) => one.part === part);
    await this.news.changed(tx, recording, lost);
    for (const { workerId } of lost) this.capacities.forget(workerId);
    return this.stage.close(tx, meeting, lost);
  }

  /** Nothing more is recorded. The worker at it, if there is one, stores what it has. */
  private async end(
    tx: Transaction,
    { meeting, recording, parts }: Looked,
    { cause }: Extract<Step, { do: 'END' }>,
  ): Promise<Effect> {
    const stopAskedAt = recording.stopAskedAt ?? new Date();
    const open = parts.filter(isOpen);
    const stop = async () => {
      await Promise.all(open.map(({ workerId, part }) => this.recorders.stop(workerId, recording.id, part)));
    };
    if (parts.some(hasCaptured)) {
      await this.recordings.set(tx, recording.id, { state: 'FINALISING', cause, stopAskedAt, waitingSince: null });
      await this.news.changed(tx, recording);
      return stop;
    }
    for (const { part } of open) await this.parts.end(tx, recording.id, part, 'LOST');
    await this.recordings.set(tx, recording.id, { stopAskedAt });
    await this.fail(tx, { meeting, recording, parts }, { cause: cause ?? 'NOTHING_RECORDED' });
    const close = await this.stage.close(tx, meeting, open);
    return async () => {
      await stop();
      await close();
    };
  }

  private async fail(
    tx: Transaction,
    { recording, parts }: Omit<Looked, 'step'>,
    { cause }: Pick<Extract<Step, { do: 'FAIL' }>, 'cause'>,
  ): Promise<Effect> {
    const endedAt = recording.stopAskedAt ?? new Date();
    await this.recordings.set(tx, recording.id, { state: 'FAILED', cause, endedAt, waitingSince: null });
    await this.directory.close(tx, recording.id, null);
    await this.news.changed(tx, recording, parts.filter(isOpen));
    return ONCE_MORE;
  }

  private async askFinaliser(tx: Transaction, { recording, parts }: Looked): Promise<Effect> {
    const { id, finaliseTries } = recording;
    const change = { finaliser: null, finaliserSeenAt: new Date(), finaliseTries: finaliseTries + 1 };
    await this.recordings.set(tx, id, change);
    const { organisationId } = tx;
    const stored = parts.filter(({ state }) => state !== 'REFUSED');
    const job = {
      recordingId: id,
      organisationId,
      parts: stored.map(({ part }) => ({ part, storageKey: partKey(tx, recording, part) })),
      key: `${organisationId}/${id}/recording`,
    };
    return async () => {
      if (await this.recorders.finalise(job)) return;
      // Nobody took it: that is no try. It is asked again when a lease has passed.
      await this.unitOfWork.run(organisationId, (later) => this.recordings.set(later, id, { finaliseTries }));
    };
  }
}

/** Where a part's bytes go. */
function partKey(tx: Transaction, { id }: Pick<Recording, 'id'>, part: number): string {
  return `${tx.organisationId}/${id}/part-${String(part).padStart(4, '0')}`;
}
