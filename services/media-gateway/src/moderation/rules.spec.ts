import { newId } from '@parley/persistence';
import { describe, expect, it } from 'vitest';
import { PARTICIPANT_ROLES, type ParticipantRole } from '../participants/participant.ts';
import { whyNot, type Verb } from './rules.ts';

const VERBS: Verb[] = ['SET_ROLE', 'MUTE', 'ASK_TO_UNMUTE', 'REMOVE'];
const [me, you] = [newId('user'), newId('user')];
const code = (
  verb: Verb,
  mine: ParticipantRole,
  yours: ParticipantRole,
  wanted?: ParticipantRole,
  isColleague = true,
) => whyNot(verb, { userId: me, role: mine }, { userId: you, role: yours, isColleague }, wanted)?.code ?? 'ok';

describe.each(VERBS)('%s', (verb) => {
  it.each<[ParticipantRole, string[]]>([
    //           to a HOST    CO_HOST      PRESENTER    VIEWER
    ['HOST', ['ok', 'ok', 'ok', 'ok']],
    ['CO_HOST', ['FORBIDDEN', 'ok', 'ok', 'ok']],
    ['PRESENTER', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
    ['VIEWER', ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN']],
  ])('by a %s', (mine, expected) => {
    expect(PARTICIPANT_ROLES.map((yours) => code(verb, mine, yours))).toEqual(expected);
  });

  it('is never about oneself', () => {
    for (const role of PARTICIPANT_ROLES)
      expect(whyNot(verb, { userId: me, role }, { userId: me, role, isColleague: true })?.code).toBe('FORBIDDEN');
  });

  it('reaches guests', () => {
    const guest = { userId: null, role: 'PRESENTER' as const, isColleague: false };
    expect(whyNot(verb, { userId: me, role: 'CO_HOST' }, guest)).toBeUndefined();
  });
});

describe('giving roles', () => {
  it.each<[ParticipantRole, ParticipantRole, boolean, string]>([
    ['HOST', 'HOST', true, 'ok'],
    ['HOST', 'CO_HOST', true, 'ok'],
    ['CO_HOST', 'HOST', true, 'FORBIDDEN'],
    ['CO_HOST', 'CO_HOST', true, 'ok'],
    ['CO_HOST', 'VIEWER', true, 'ok'],
    ['PRESENTER', 'VIEWER', true, 'FORBIDDEN'],
    ['HOST', 'HOST', false, 'BAD_USER_INPUT'],
    ['HOST', 'CO_HOST', false, 'BAD_USER_INPUT'],
    ['CO_HOST', 'HOST', false, 'FORBIDDEN'],
    ['HOST', 'PRESENTER', false, 'ok'],
    ['HOST', 'VIEWER', false, 'ok'],
  ])('a %s gives %s to somebody of the organisation (%s): %s', (mine, wanted, isColleague, expected) => {
    expect(code('SET_ROLE', mine, 'PRESENTER', wanted, isColleague)).toBe(expected);
  });
});
