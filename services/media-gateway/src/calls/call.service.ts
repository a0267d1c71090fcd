import { Inject, Injectable } from '@nestjs/common';
import type { CallId, CallKind, ConversationId, UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { BlockBook } from '../blocks/block-book.ts';
import { CONFIG } from '../config.token.ts';
import type { MediaConfig } from '../config.ts';
import { LiveKit } from '../livekit/livekit.ts';
import { MeetingService } from '../meetings/meeting.service.ts';
import { PeopleService, type Person } from '../people/people.service.ts';
import { CallNews } from './call-news.ts';
import { CallRepository } from './call.repository.ts';
import { CallTurns } from './call-turns.ts';
import {
  calleesOf,
  isRinging,
  MOST_CALLEES,
  outcomeOf,
  partyOf,
  requireCallees,
  type Call,
  type Party,
} from './call.ts';
import { EngagedRepository } from './engaged.repository.ts';

/** A call as it was asked for. */
export interface NewCall {
  userIds: readonly UserId[];
  kind: CallKind;
  conversationId: ConversationId | null;
  clientNonce: string | null;
}

const LONGEST_TITLE = 200;
const unknown = () => Refused.notFound('call', 'callId');

/** Ringing people: into a new call, and into one that goes on. */
@Injectable()
export class CallService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly calls: CallRepository,
    private readonly engaged: EngagedRepository,
    private readonly blocks: BlockBook,
    private readonly turns: CallTurns,
    private readonly news: CallNews,
    private readonly meetings: MeetingService,
    private readonly people: PeopleService,
    private readonly livekit: LiveKit,
    @Inject(CONFIG) private readonly config: Pick<MediaConfig, 'CALL_RING_SECONDS'>,
  ) {}

  /**
   * Rings them. A one-to-one call to somebody who is in another is BUSY at once.
   * @throws Refused BAD_USER_INPUT (nobody, oneself, more than 50), NOT_FOUND (somebody who is none of the organisation), FORBIDDEN (the
   *   caller blocks them), CONFLICT (the nonce made another call), UNAVAILABLE (LiveKit, names or blocks; then nothing has changed)
   */
  async start(caller: KnownCaller, wanted: NewCall): Promise<Call> {
    const { kind, conversationId, clientNonce } = wanted;
    const callees = requireCallees(caller.userId, wanted.userIds);
    const people = await this.known(caller, callees);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const made = clientNonce === null ? undefined : await this.calls.madeWith(tx, caller.userId, clientNonce);
      if (made) return sameOrConflict(made, kind, conversationId, callees);
      const now = new Date();
      const me: Party = { ...party(caller.userId), isCaller: true, state: 'ACCEPTED' };
      const called = await this.called(tx, caller.userId, callees, null, now);
      const outcome = outcomeOf(called);
      const endedAt = outcome ? now : null;
      const { id: meetingId, roomName } = await this.meetings.make(tx, {
        title: titleOf(people),
        access: 'INVITED',
        hostUserId: caller.userId,
        endedAt,
      });
      const about = { meetingId, callerId: caller.userId, kind, conversationId, askedIds: callees };
      const call: Call = {
        id: newId('call'),
        ...about,
        state: 'RINGING',
        startedAt: now,
        answeredAt: null,
        endedAt: null,
        parties: [me, ...called],
      };
      await this.calls.insert(tx, call, clientNonce);
      await this.ring(tx, call, called);
      if (!endedAt) await this.livekit.openRoom(roomName);
      return call;
    });
  }

  /**
   * Rings more people into a call that one is in. Whoever is in it or rings already is left alone; whoever declined or missed it
   * rings again.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (the call, or somebody), FORBIDDEN (the caller blocks them), CONFLICT (it is over, or one has
   *   hung up), UNAVAILABLE
   */
  async invite(caller: KnownCaller, id: CallId, userIds: readonly UserId[]): Promise<Call> {
    const callees = requireCallees(caller.userId, userIds);
    await this.known(caller, callees);
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const call = await this.calls.lockAs(tx, caller.userId, id);
      const me = call && partyOf(call, caller.userId);
      if (!call || !me) throw unknown();
      if (call.endedAt || me.state !== 'ACCEPTED' || me.leftAt)
        throw new Refused('CONFLICT', 'You are not in this call any more.', { field: ['callId'] });
      const isThere = ({ state, leftAt }: Party) => state === 'RINGING' || (state === 'ACCEPTED' && !leftAt);
      const there = new Set(call.parties.filter(isThere).map(({ userId }) => userId));
      const wanted = callees.filter((userId) => !there.has(userId));
      const called = await this.called(tx, caller.userId, wanted, id, new Date());
      call.parties = [...call.parties.filter(({ userId }) => !wanted.includes(userId)), ...called];
      if (calleesOf(call).length > MOST_CALLEES)
        throw Refused.badInput(`A call rings at most ${MOST_CALLEES} people.`, 'userIds');
      await this.ring(tx, call, called);
      return call;
    });
  }

  private async ring(tx: Transaction, call: Call, called: readonly Party[]): Promise<void> {
    const ringing = called.filter(isRinging);
    const heard = ringing.filter(({ isSilent }) => !isSilent).map(({ userId }) => userId);
    const until = ringing[0]?.ringsUntil;
    if (until) await this.news.ringing(tx, call, heard, until);
    await this.turns.follow(
      tx,
      call,
      called.filter((one) => !isRinging(one)),
    );
  }

  /** How these stand when they are called now: they ring, or are in another call. Whoever blocked the caller always rings. */
  private async called(
    tx: Transaction,
    by: UserId,
    callees: readonly UserId[],
    into: CallId | null,
    now: Date,
  ): Promise<Party[]> {
    await this.engaged.takeTurns(tx, [by, ...callees]);
    const { by: blockers, whom } = await this.blocks.between(tx, by, callees);
    if (whom.size > 0)
      throw new Refused('FORBIDDEN', 'You have blocked them. Unblock them to call.', { field: ['userIds'] });
    const engaged = await this.engaged.among(tx, callees, into);
    const ringsUntil = new Date(now.getTime() + this.config.CALL_RING_SECONDS * 1_000);
    return callees.map((userId) => {
      const isSilent = blockers.has(userId);
      const isBusy = engaged.has(userId) && !isSilent;
      return { ...party(userId), isSilent, state: isBusy ? 'BUSY' : 'RINGING', ringsUntil: isBusy ? null : ringsUntil };
    });
  }

  private async known({ organisationId, userId }: KnownCaller, callees: readonly UserId[]): Promise<Person[]> {
    const people = await this.people.addressed(organisationId, [userId, ...callees]);
    if (callees.some((id) => !people.some((person) => person.userId === id)))
      throw Refused.notFound('person', 'userIds');
    await this.blocks.learn(organisationId, userId, callees);
    return people;
  }
}

const party = (userId: UserId): Party => ({
  userId,
  isCaller: false,
  isSilent: false,
  state: 'RINGING',
  ringsUntil: null,
  answerNonce: null,
  leftAt: null,
});

/** Names say it in every language. */
const titleOf = (people: readonly Person[]): string =>
  [...people.map(({ displayName }) => displayName).join(', ')].slice(0, LONGEST_TITLE).join('');

function sameOrConflict(made: Call, kind: CallKind, conversationId: ConversationId | null, callees: UserId[]): Call {
  const isSame = made.kind === kind && made.conversationId === conversationId && `${made.askedIds}` === `${callees}`;
  if (isSame) return made;
  throw new Refused('CONFLICT', 'This nonce has made another call.', { field: ['clientNonce'] });
}
