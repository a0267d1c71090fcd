import { describe, expect, it } from 'vitest';
import { attendeesOf } from './attendees';

const seen = (identity: string, isLocal = false) => ({
  identity,
  isLocal,
  isSpeaking: false,
  isMicrophoneOn: false,
  camera: null,
  screen: null,
  hasPoorNetwork: false,
});
const known = new Map([
  ['i1', { id: 'par_1', identity: 'i1', displayName: 'Ada', role: 'HOST' as const, isGuest: false }],
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

  it('know my own name at once', () => {
    expect(attendeesOf([seen('i9', true)], known, 'Me')[0]?.name).toBe('Me');
  });
});
