import { Injectable } from '@nestjs/common';
import type { CallState, MeetingId, UserId } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import { CallAlarm } from './call-alarm.ts';
import { linesOf } from './call-lines.ts';
import { CallNews } from './call-news.ts';
import { CallRepository } from './call.repository.ts';
import { calleesOf, insidersOf, isRinging, outcomeOf, type Call, type Party } from './call.ts';
import { OpenCallRepository } from './open-call.repository.ts';

/** Milliseconds after which it is looked whether anybody is still in a call that goes on. */
const LOOK_MS = 60_000;
/** Milliseconds for which nobody is in before a call has ended: a media server that restarts takes less. */
const EMPTY_MS = 15_000;

const TOLD = {
  RINGING: 'RINGING',
  ACCEPTED: 'ACTIVE',
  DECLINED: 'DECLINED',
  MISSED: 'MISSED',
  BUSY: 'MISSED',
} as const;

/** What becomes of a call when somebody in it does something, or time does. Everything is called under the call's lock. */
@Injectable()
export class CallTurns {
  constructor(
    private readonly calls: CallRepository,
    private readonly openCalls: OpenCallRepository,
    private readonly news: CallNews,
    private readonly alarm: CallAlarm,
  ) {}

  /** These parties have changed: the call follows, is stored, and whoever must know is told. */
  async follow(tx: Transaction, call: Call, changed: readonly Party[]): Promise<void> {
    const before = call.state;
    if (before === 'RINGING') {
      if (insidersOf(call).some(({ isCaller }) => !isCaller))
        Object.assign(call, { state: 'ACTIVE', answeredAt: new Date() });
      else {
        const outcome = outcomeOf(calleesOf(call));
        if (outcome) Object.assign(call, { state: outcome, endedAt: new Date() });
      }
    }
    await this.settle(tx, call, changed, before);
  }

  /** It is over for everybody: whoever still rings has missed it. */
  async end(tx: Transaction, call: Call, at = new Date()): Promise<void> {
    const [before, ringing] = [call.state, call.parties.filter(isRinging)];
    for (const party of ringing) party.state = 'MISSED';
    const state = call.answeredAt ? 'ENDED' : (outcomeOf(calleesOf(call)) ?? 'MISSED');
    Object.assign(call, { state, endedAt: at });
    await this.settle(tx, call, ringing, before);
  }

  /** When to look after it next. */
  async watch(tx: Transaction, call: Call): Promise<void> {
    const rings = call.parties.filter(isRinging).flatMap(({ ringsUntil }) => ringsUntil ?? []);
    const next = call.endedAt ? Date.now() : Math.min(Date.now() + LOOK_MS, ...rings.map((date) => date.getTime()));
    await this.due(tx, call, new Date(next));
  }

  /** The last one has left the meeting, of which it may be the call. Under the meeting's lock. */
  async emptied(tx: Transaction, meetingId: MeetingId): Promise<void> {
    const call = await this.calls.ofMeeting(tx, meetingId);
    if (!call || call.endedAt) return;
    const at = new Date(Date.now() + EMPTY_MS);
    await this.openCalls.dueBy(tx, call.id, at);
    tx.afterCommit(() => this.alarm.set(at));
  }

  /** The session of the meeting is over, and with it the call. Under the meeting's lock. */
  async meetingOver(tx: Transaction, meetingId: MeetingId, at: Date): Promise<void> {
    const seen = await this.calls.ofMeeting(tx, meetingId);
    const call = seen && !seen.endedAt ? await this.calls.lock(tx, seen.id) : undefined;
    if (call && !call.endedAt) await this.end(tx, call, at);
  }

  private async settle(tx: Transaction, call: Call, changed: readonly Party[], before: CallState): Promise<void> {
    const hasEnded = call.endedAt !== null;
    await this.calls.save(tx, call);
    await this.watch(tx, call);
    const told = new Map<UserId, CallState>();
    const hasMoved = call.state !== before || call.state === 'ACTIVE';
    if (hasMoved && changed.length > 0) told.set(call.callerId, call.state);
    for (const { userId, state, isSilent } of changed) if (!isSilent) told.set(userId, TOLD[state]);
    // Whoever was in it, the one who hung up included: their other devices show it too.
    if (hasEnded && call.answeredAt)
      for (const { userId, state } of call.parties) if (state === 'ACCEPTED') told.set(userId, 'ENDED');
    if (hasEnded && !call.answeredAt) told.set(call.callerId, call.state);
    await this.news.settled(
      tx,
      call,
      [...told].map(([userId, state]) => ({ userId, state })),
      linesOf(call, changed, hasEnded && before !== call.state),
    );
  }

  private async due(tx: Transaction, call: Call, at: Date): Promise<void> {
    await this.openCalls.due(tx, call.id, at);
    tx.afterCommit(() => this.alarm.set(at));
  }
}
