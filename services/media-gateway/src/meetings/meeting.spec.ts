import { newId } from '@parley/persistence';
import { describe, expect, it } from 'vitest';
import { mayEnter, stateOf, titleOf, type MeetingAccess } from './meeting.ts';

const organisationId = newId('organisation');
const person = (org = organisationId) => ({
  userId: newId('user'),
  organisationId: org,
  sessionId: newId('session'),
  role: 'MEMBER' as const,
});
const host = person();
const meeting = (access: MeetingAccess) => ({ access, organisationId, hostUserId: host.userId });

describe('titles', () => {
  it('are trimmed, bounded, and there when none was given', () => {
    expect(titleOf('  Weekly  ')).toBe('Weekly');
    expect(titleOf(undefined)).toBe('Meeting');
    expect(titleOf('😀'.repeat(200))).toHaveLength(400);
    for (const bad of ['', '   ', 'x'.repeat(201), 'a\0b', 'a\r\nBcc: b', 'a\u2028b', 'a\tb'])
      expect(() => titleOf(bad)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: ['title'] }));
  });
});

describe('who may enter', () => {
  const colleague = person();
  const stranger = person(newId('organisation'));
  it.each<[MeetingAccess, boolean, boolean]>([
    ['PUBLIC', true, true],
    ['SIGNED_IN', true, true],
    ['ORGANISATION', true, false],
    ['INVITED', false, false],
  ])('%s: colleague %s, stranger %s, host always, anonymous never', (access, letsColleague, letsStranger) => {
    expect(mayEnter(meeting(access), colleague)).toBe(letsColleague);
    expect(mayEnter(meeting(access), stranger)).toBe(letsStranger);
    expect(mayEnter(meeting(access), host)).toBe(true);
    expect(mayEnter(meeting(access), undefined)).toBe(false);
  });
});

describe('state', () => {
  it('follows who is in, until the end', () => {
    expect(stateOf({ endedAt: null }, false)).toBe('OPEN');
    const opening = { nextStartsAt: new Date(Date.now() + 3_600_000), hasBegun: false };
    expect(stateOf({ endedAt: null }, false, opening)).toBe('SCHEDULED');
    expect(stateOf({ endedAt: null }, false, { ...opening, nextStartsAt: new Date() })).toBe('OPEN');
    expect(stateOf({ endedAt: null }, true, opening)).toBe('LIVE');
    expect(stateOf({ endedAt: new Date() }, false, opening)).toBe('ENDED');
    expect(stateOf({ endedAt: null }, true)).toBe('LIVE');
    expect(stateOf({ endedAt: new Date() }, true)).toBe('ENDED');
  });
});
