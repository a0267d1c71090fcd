import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { LOGGER } from '@parley/bus';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import type { Logger } from '@parley/telemetry';
import { MeetingService } from '../meetings/meeting.service.ts';
import { CallAlarm } from './call-alarm.ts';
import { CallRepository } from './call.repository.ts';
import { CallTurns } from './call-turns.ts';
import { isRinging, type Call } from './call.ts';
import { OpenCallRepository, type OpenCall } from './open-call.repository.ts';
import { PresenceInCallRepository } from './presence-in-call.repository.ts';

/** Milliseconds between looks without an alarm: for calls of an instance that died, and of ours before a restart. */
const LOOK_MS = 2_000;

/**
 * What time does to calls: they ring out, end when nobody is in, and their meetings are closed. By an alarm to the millisecond, and
 * by looking at the rows at the start and every two seconds. Several instances may: each step is taken under the call's lock.
 */
@Injectable()
export class CallKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly timers = new Set<NodeJS.Timeout>();
  private round: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly calls: CallRepository,
    private readonly openCalls: OpenCallRepository,
    private readonly turns: CallTurns,
    private readonly presence: PresenceInCallRepository,
    private readonly meetings: MeetingService,
    private readonly alarm: CallAlarm,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.alarm.onSet((at) => this.wakeAt(at));
    this.round = setInterval(() => this.kick(), LOOK_MS);
    this.kick();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearInterval(this.round);
    this.timers.forEach(clearTimeout);
    await this.running;
  }

  private wakeAt(at: Date): void {
    if (this.isStopped) return;
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        this.kick();
      },
      // Postgres' clock decides; a hair later than ours says.
      Math.max(0, at.getTime() - Date.now()) + 5,
    );
    timer.unref();
    this.timers.add(timer);
  }

  private kick(): void {
    this.running = this.running.then(() => this.look());
  }

  private async look(): Promise<void> {
    if (this.isStopped) return;
    try {
      for (const open of await this.openCalls.overdue()) await this.advance(open);
    } catch (error) {
      this.log.warn({ err: error }, 'calls could not be looked after; trying again');
    }
  }

  /** One that cannot be brought on does not keep the others back. */
  private async advance({ organisationId, callId }: OpenCall): Promise<void> {
    try {
      const over = await this.unitOfWork.run(organisationId, async (tx) => {
        const call = await this.calls.lock(tx, callId);
        if (!call) return void (await this.openCalls.close(tx, callId));
        if (!call.endedAt) await this.pass(tx, call);
        return call.endedAt ? call : undefined;
      });
      if (!over) return;
      await this.meetings.close(organisationId, over.meetingId);
      await this.unitOfWork.run(organisationId, (tx) => this.openCalls.close(tx, callId));
    } catch (error) {
      this.log.warn({ err: error, callId }, 'a call could not be looked after; trying again');
    }
  }

  private async pass(tx: Transaction, call: Call): Promise<void> {
    const now = new Date();
    const missed = call.parties.filter((one) => isRinging(one) && (one.ringsUntil ?? now) <= now);
    for (const party of missed) party.state = 'MISSED';
    if (missed.length > 0) await this.turns.follow(tx, call, missed);
    if (call.endedAt) return;
    if ((await this.presence.count(tx, call.meetingId, null)) > 0) return this.turns.watch(tx, call);
    await this.turns.end(tx, call, (await this.presence.lastLeft(tx, call.meetingId)) ?? now);
  }
}
