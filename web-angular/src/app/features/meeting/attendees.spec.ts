import { describe, expect, it } from 'vitest';
import { attendeesOf, handsFirst } from './attendees';

const seen = (identity: string, isLocal = false) => ({
  identity,
  isLocal,
  isSpeaking: false,
  isMicrophoneOn: false,
  isCameraOn: false,
  isSharing: false,
  camera: null,
  screen: null,
  hasPoorNetwork: false,
});
const known = new Map([
  [
    'i1',
    {
      id: 'par_1',
      identity: 'i1',
      displayName: 'Ada',
      avatarUrl: null,
      role: 'HOST' as const,
      isGuest: false,
      handRaisedAt: null,
    },
  ],
]);

describe('attendees', () => {
  it('have the names and roles of the graph, by identity', () => {
    expect(attendeesOf([seen('i1')], known, 'Me')[0]).toMatchObject({ id: 'par_1', name: 'Ada', role: 'HOST' });
  });

  it('have no name of their own before the graph knows them', () => {
    expect(attendeesOf([{ ...seen('i2'), name: 'Forged' } as never], known, 'Me')[0]).toMatchObject({
      name: 'Somebody',
      id: undefined,
      role: 'PRESENTER',
    });
  });

  it('stand in line in the order in which they raised their hands, if they are here', () => {
    const raised = (identity: string, handRaisedAt: string | null) =>
      [
        identity,
        {
          id: `par_${identity}`,
          identity,
          displayName: identity,
          avatarUrl: null,
          role: 'PRESENTER' as const,
          isGuest: false,
          handRaisedAt,
        },
      ] as const;
    const line = new Map([
      raised('a', '2026-01-01T00:00:02.000Z'),
      raised('b', null),
      raised('c', '2026-01-01T00:00:01.500Z'),
      raised('gone', '2026-01-01T00:00:01.000Z'),
    ]);
    const people = attendeesOf([seen('a'), seen('b'), seen('c')], line, 'Me');
    expect(people.map(({ hand }) => hand)).toEqual([2, 0, 1]);
    expect(handsFirst(people).map(({ identity }) => identity)).toEqual(['c', 'a', 'b']);
  });

  it('know my own name at once', () => {
    expect(attendeesOf([seen('i9', true)], known, 'Me')[0]?.name).toBe('Me');
  });
});
