import { newId } from '@parley/persistence';
import { describe, expect, it } from 'vitest';
import { asksForPasscode, decide, type Applicant } from './admission.ts';

const organisationId = newId('organisation');
const user = { userId: newId('user'), organisationId, sessionId: newId('session'), role: 'MEMBER' as const };
const stranger = { ...user, userId: newId('user'), organisationId: newId('organisation') };
const OPEN = {
  access: 'SIGNED_IN' as const,
  endedAt: null,
  hostUserId: newId('user'),
  organisationId,
  isLocked: false,
  hasLobby: false,
  guestsWait: false,
  passcodeHash: null,
  timeZone: 'Europe/Berlin' as string | null,
};
const PERSON: Applicant = {
  user,
  role: 'PRESENTER',
  isBanned: false,
  isIn: false,
  wasLetIn: false,
  peopleIn: 3,
  peopleWaiting: 2,
  mostPeople: 200,
  lobbyState: null,
  wasRefusedLately: false,
  hasPasscode: false,
  isInvited: false,
  nextStartsAt: null,
  hasBegun: false,
};
const GUEST = { user: undefined };
const HOST = { role: 'HOST' as const };
const CO_HOST = { role: 'CO_HOST' as const };
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const EARLY = { nextStartsAt: inMinutes(16) };
const CLOSED = { isLocked: true, passcodeHash: 'x', hasLobby: true };

type Case = [what: string, meeting: Partial<typeof OPEN> | object, applicant: Partial<Applicant>, told: string];

const CASES: Case[] = [
  ['somebody signed in', {}, {}, 'ADMITTED'],
  ['somebody of another organisation', {}, { user: stranger }, 'ADMITTED'],
  ['somebody of another organisation', { access: 'ORGANISATION' }, { user: stranger }, 'NOT_ALLOWED'],
  ['somebody who is not invited', { access: 'INVITED' }, {}, 'NOT_ALLOWED'],
  ['somebody who is invited', { access: 'INVITED' }, { isInvited: true }, 'ADMITTED'],
  ['a stranger who is invited', { access: 'ORGANISATION' }, { user: stranger, isInvited: true }, 'ADMITTED'],
  ['somebody who is invited and banned', { access: 'INVITED' }, { isInvited: true, isBanned: true }, 'BANNED'],
  ['somebody who is invited, through a lobby', { hasLobby: true }, { isInvited: true }, 'WAITING'],
  ['somebody who comes 16 minutes early', {}, EARLY, 'NOT_STARTED'],
  ['a guest who comes 16 minutes early', { access: 'PUBLIC' }, { ...EARLY, ...GUEST }, 'NOT_STARTED'],
  ['somebody early, of all that is closed', CLOSED, EARLY, 'NOT_STARTED'],
  ['somebody early who is not invited', { access: 'INVITED' }, EARLY, 'NOT_ALLOWED'],
  ['somebody who comes 14 minutes early', {}, { nextStartsAt: inMinutes(14) }, 'ADMITTED'],
  ['somebody who comes late', {}, { nextStartsAt: inMinutes(-14), hasBegun: true }, 'ADMITTED'],
  ['the host, early', CLOSED, { ...EARLY, ...HOST }, 'ADMITTED'],
  ['a co-host, early', CLOSED, { ...EARLY, ...CO_HOST }, 'ADMITTED'],
  ['somebody early while a host is in already', {}, { ...EARLY, peopleIn: 1 }, 'NOT_STARTED'],
  ['somebody while it runs over', {}, { ...EARLY, hasBegun: true, peopleIn: 2 }, 'ADMITTED'],
  ['somebody between two times', {}, { ...EARLY, hasBegun: true, peopleIn: 0 }, 'NOT_STARTED'],
  ['a co-host who is not invited', { access: 'INVITED' }, CO_HOST, 'ADMITTED'],
  ['a guest', { access: 'PUBLIC' }, GUEST, 'ADMITTED'],
  ['a guest', {}, GUEST, 'NOT_ALLOWED'],
  ['the host, of a meeting that is over', { endedAt: new Date() }, HOST, 'ENDED'],
  ['somebody banned, of a meeting that is over', { endedAt: new Date() }, { isBanned: true }, 'ENDED'],
  ['somebody banned, of all that is closed', { ...CLOSED, access: 'INVITED' }, { isBanned: true }, 'BANNED'],
  ['a guest, of all that is closed', CLOSED, GUEST, 'NOT_ALLOWED'],
  ['somebody, of all that is closed', CLOSED, { peopleIn: 200 }, 'LOCKED'],
  ['somebody without the passcode', { ...CLOSED, isLocked: false }, { peopleIn: 200 }, 'WRONG_PASSCODE'],
  ['somebody when it is full', { hasLobby: true }, { peopleIn: 200 }, 'FULL'],
  ['the last who fits in', {}, { peopleIn: 199 }, 'ADMITTED'],
  ['somebody with the passcode', { passcodeHash: 'x' }, { hasPasscode: true }, 'ADMITTED'],
  ['somebody with the passcode', { passcodeHash: 'x', hasLobby: true }, { hasPasscode: true }, 'WAITING'],
  ['somebody of the host’s organisation', { hasLobby: true }, {}, 'WAITING'],
  ['the host', { ...CLOSED }, { ...HOST, peopleIn: 200 }, 'ADMITTED'],
  ['a co-host', { ...CLOSED }, { ...CO_HOST, peopleIn: 200 }, 'ADMITTED'],
  ['a viewer', { hasLobby: true }, { role: 'VIEWER' }, 'WAITING'],
  ['another device of somebody who is in', { ...CLOSED }, { isIn: true, peopleIn: 200 }, 'ADMITTED'],
  ['somebody whom a host let in', { ...CLOSED }, { lobbyState: 'ADMITTED' }, 'ADMITTED'],
  ['somebody whom a host let in when it is full', { ...CLOSED }, { lobbyState: 'ADMITTED', peopleIn: 200 }, 'FULL'],
  ['somebody who waits', { ...CLOSED }, { lobbyState: 'WAITING' }, 'WAITING'],
  ['somebody when the lobby is full', { hasLobby: true }, { peopleWaiting: 200 }, 'FULL'],
  ['somebody who waits in a full lobby', { hasLobby: true }, { peopleWaiting: 200, lobbyState: 'WAITING' }, 'WAITING'],
  ['somebody who left the lobby', { hasLobby: true }, { lobbyState: 'LEFT' }, 'WAITING'],
  ['somebody refused just now', { hasLobby: true }, { lobbyState: 'REFUSED', wasRefusedLately: true }, 'NOT_ALLOWED'],
  ['somebody refused a while ago', { hasLobby: true }, { lobbyState: 'REFUSED' }, 'WAITING'],
  ['somebody refused, of a locked one', { ...CLOSED }, { lobbyState: 'REFUSED' }, 'LOCKED'],
  ['a guest where guests wait', { access: 'PUBLIC', guestsWait: true }, GUEST, 'WAITING'],
  ['somebody signed in where guests wait', { access: 'PUBLIC', guestsWait: true }, {}, 'ADMITTED'],
];

describe('the rules of admission', () => {
  it.each(CASES)('tell %s %o %o: %s', (_, meeting, applicant, told) => {
    const decision = decide({ ...OPEN, ...meeting }, { ...PERSON, ...applicant });
    expect(decision.kind === 'REFUSED' ? decision.reason : decision.kind).toBe(told);
  });

  it('say why, and what to do', () => {
    expect(decide(OPEN, { ...PERSON, ...GUEST })).toMatchObject({ message: expect.stringMatching(/^Sign in/) });
    expect(decide({ ...OPEN, isLocked: true }, PERSON)).toMatchObject({ message: expect.stringMatching(/host/) });
    const early = decide(OPEN, { ...PERSON, nextStartsAt: new Date('2126-10-28T08:00:00Z') });
    expect(early).toMatchObject({ message: expect.stringContaining('2126-10-28 at 09:00 (Europe/Berlin)') });
  });

  it('ask for the passcode where it decides', () => {
    const meeting = { ...OPEN, passcodeHash: 'x' };
    expect(asksForPasscode(meeting, PERSON)).toBe(true);
    expect(asksForPasscode(OPEN, PERSON)).toBe(false);
    for (const passes of [
      HOST,
      CO_HOST,
      { isIn: true },
      { lobbyState: 'WAITING' },
      { lobbyState: 'ADMITTED' },
    ] as const)
      expect(asksForPasscode(meeting, { ...PERSON, ...passes })).toBe(false);
  });
});
