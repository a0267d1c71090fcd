import { idFrom, type UserId } from '@parley/contracts';
import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { linesOf } from './call-lines.ts';
import { outcomeOf, requireCallees, type Call, type Party, type PartyState } from './call.ts';

const person = (): UserId => idFrom('user', v7());
const party = (state: PartyState, more: Partial<Party> = {}): Party => ({
  userId: person(),
  isCaller: false,
  isSilent: false,
  state,
  ringsUntil: null,
  answerNonce: null,
  leftAt: null,
  ...more,
});
const caller = party('ACCEPTED', { isCaller: true });
const call = (parties: Party[], more: Partial<Call> = {}): Call => ({
  id: idFrom('call', v7()),
  meetingId: idFrom('meeting', v7()),
  callerId: caller.userId,
  kind: 'AUDIO',
  state: 'RINGING',
  conversationId: null,
  askedIds: [],
  startedAt: new Date(),
  answeredAt: null,
  endedAt: null,
  parties: [caller, ...parties],
  ...more,
});
const ended = { answeredAt: new Date(0), endedAt: new Date(90_400), state: 'ENDED' } as const;
const group = { conversationId: idFrom('conversation', v7()) };

describe('what becomes of a call that nobody accepted', () => {
  it.each<[PartyState[], string | undefined]>([
    [['RINGING', 'DECLINED'], undefined],
    [['DECLINED'], 'DECLINED'],
    [['BUSY', 'BUSY'], 'BUSY'],
    [['MISSED'], 'MISSED'],
    [['DECLINED', 'BUSY'], 'MISSED'],
    [['DECLINED', 'MISSED'], 'MISSED'],
  ])('%j: %s', (states, outcome) => {
    expect(outcomeOf(states.map((state) => ({ state })))).toBe(outcome);
  });
});

describe('whom one may call', () => {
  const me = person();
  it('is everybody once', () => {
    const [one, other] = [person(), person()].sort() as [UserId, UserId];
    expect(requireCallees(me, [other, one, other])).toEqual([one, other]);
  });
  it.each([
    ['nobody', []],
    ['oneself', [me, person()]],
    ['51 people', Array.from({ length: 51 }, person)],
  ])('is not %s', (_what, userIds) => {
    expect(() => requireCallees(me, userIds)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

describe('what conversations say', () => {
  const kinds = (...args: Parameters<typeof linesOf>) => linesOf(...args).map(({ kind }) => kind);

  it('is that a one-to-one was missed, declined or took place, and for how long', () => {
    const missed = party('MISSED');
    expect(linesOf(call([missed], { state: 'MISSED', endedAt: new Date() }), [missed], true)).toEqual([
      { kind: 'CALL_MISSED', userIds: [missed.userId], durationSeconds: null },
    ]);
    const busy = party('BUSY');
    expect(kinds(call([busy], { state: 'BUSY', endedAt: new Date() }), [busy], true)).toEqual(['CALL_MISSED']);
    const declined = party('DECLINED');
    expect(kinds(call([declined], { state: 'DECLINED', endedAt: new Date() }), [declined], true)).toEqual([
      'CALL_DECLINED',
    ]);
    const there = party('ACCEPTED');
    expect(linesOf(call([there], ended), [], true)).toEqual([
      { kind: 'CALL_ENDED', userIds: [there.userId], durationSeconds: 90 },
    ]);
  });

  it('is nothing of whoever blocked the caller', () => {
    const blocked = party('MISSED', { isSilent: true });
    expect(linesOf(call([blocked], { state: 'MISSED', endedAt: new Date() }), [blocked], true)).toEqual([]);
  });

  it('is one thing in a group, at the end', () => {
    const [missed, there] = [party('MISSED'), party('ACCEPTED')];
    const goesOn = call([missed, there], { ...group, state: 'ACTIVE', answeredAt: new Date() });
    expect(linesOf(goesOn, [missed], false)).toEqual([]);
    expect(kinds(call([missed, there], { ...group, ...ended }), [], true)).toEqual(['CALL_ENDED']);
    const nobody = [party('MISSED'), party('DECLINED')];
    const over = call(nobody, { ...group, state: 'MISSED', endedAt: new Date() });
    expect(linesOf(over, nobody, true)).toEqual([
      { kind: 'CALL_MISSED', userIds: nobody.map(({ userId }) => userId), durationSeconds: null },
    ]);
  });

  it('is with each one who did not come, where many were called from nowhere', () => {
    const [missed, there] = [party('MISSED'), party('ACCEPTED')];
    const goesOn = call([missed, there], { state: 'ACTIVE', answeredAt: new Date() });
    expect(linesOf(goesOn, [missed], false)).toEqual([
      { kind: 'CALL_MISSED', userIds: [missed.userId], durationSeconds: null },
    ]);
    expect(linesOf(call([missed, there], ended), [], true)).toEqual([]);
  });
});
