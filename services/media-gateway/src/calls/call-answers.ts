import { Inject, Injectable } from '@nestjs/common';
import type { CallId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingRepository } from '../meetings/meeting.repository.ts';
import { CallRepository } from './call.repository.ts';
import { CallTurns } from './call-turns.ts';
import { isRinging, partyOf, type Call, type Party } from './call.ts';
import { PresenceInCallRepository } from './presence-in-call.repository.ts';

/** What came of an answer. */
export interface Answered {
  call: Call;
  /** Another device of theirs was first. */
  isAnsweredElsewhere: boolean;
}

const conflict = (message: string) => new Refused('CONFLICT', message, { field: ['callId'] });

/** Answering and hanging up: under the call's row, so that of several devices exactly one wins. */
@Injectable()
export class CallAnswers {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly calls: CallRepository,
    private readonly turns: CallTurns,
    private readonly presence: PresenceInCallRepository,
    private readonly meetings: MeetingRepository,
    private readonly livekit: LiveKit,
  ) {}

  /**
   * @param nonce the same again is the same device
   * @throws Refused NOT_FOUND (a call that does not ring for one), CONFLICT (it is over, or one has answered otherwise),
   *   UNAVAILABLE (LiveKit; then nothing has changed)
   */
  answer(caller: KnownCaller, id: CallId, accept: boolean, nonce: string | null): Promise<Answered> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { call, me } = await this.take(tx, caller, id);
      if (me.isCaller) throw conflict('You made this call yourself.');
      if (accept && me.state === 'ACCEPTED' && !call.endedAt && !me.leftAt)
        return { call, isAnsweredElsewhere: nonce === null || nonce !== me.answerNonce };
      if (call.endedAt) throw conflict('This call is over.');
      if (!isRinging(me)) throw conflict('You have answered this call already.');
      Object.assign(me, accept ? { state: 'ACCEPTED', answerNonce: nonce } : { state: 'DECLINED' });
      await this.turns.follow(tx, call, [me]);
      if (accept) await this.openRoom(tx, call);
      return { call, isAnsweredElsewhere: false };
    });
  }

  /**
   * Out of it: whoever called and nobody has come yet ends it, so does whoever would leave one alone; whoever rings declines.
   * @throws Refused NOT_FOUND, CONFLICT (it is over, or one is not in it)
   */
  hangUp(caller: KnownCaller, id: CallId): Promise<Call> {
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const { call, me } = await this.take(tx, caller, id);
      if (call.endedAt) throw conflict('This call is over.');
      if (isRinging(me)) {
        me.state = 'DECLINED';
        await this.turns.follow(tx, call, [me]);
        return call;
      }
      const isBack = me.leftAt !== null && (await this.presence.isIn(tx, call.meetingId, me.userId));
      if (me.state !== 'ACCEPTED' || (me.leftAt && !isBack)) throw conflict('You are not in this call.');
      me.leftAt = new Date();
      if (await this.isOver(tx, call, me)) await this.turns.end(tx, call);
      else await this.turns.follow(tx, call, []);
      return call;
    });
  }

  private async isOver(tx: Transaction, call: Call, me: Party): Promise<boolean> {
    if (!call.answeredAt) return me.isCaller;
    const others = await this.presence.count(tx, call.meetingId, me.userId);
    return others === 0 || (others === 1 && !call.parties.some(isRinging));
  }

  private async take(tx: Transaction, { userId }: KnownCaller, id: CallId): Promise<{ call: Call; me: Party }> {
    const call = await this.calls.lockAs(tx, userId, id);
    const me = call && partyOf(call, userId);
    if (!call || !me) throw Refused.notFound('call', 'callId');
    return { call, me };
  }

  /** Last, and before COMMIT: an answer that opens nothing would be none. */
  private async openRoom(tx: Transaction, { meetingId }: Call): Promise<void> {
    const meeting = await this.meetings.find(tx, meetingId);
    if (meeting) await this.livekit.openRoom(meeting.roomName);
  }
}
