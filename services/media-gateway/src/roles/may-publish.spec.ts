import { describe, expect, it } from 'vitest';
import type { ParticipantRole } from '../participants/participant.ts';
import { MEDIA_SOURCES, mayPublish, type MediaSource } from './may-publish.ts';

const all = { presentersMayUnmute: true, presentersMayStartVideo: true, presentersMayShare: true };
const none = { presentersMayUnmute: false, presentersMayStartVideo: false, presentersMayShare: false };

describe('what a role may send', () => {
  it.each<[ParticipantRole, typeof all, readonly MediaSource[]]>([
    ['HOST', none, MEDIA_SOURCES],
    ['CO_HOST', none, MEDIA_SOURCES],
    ['PRESENTER', all, MEDIA_SOURCES],
    ['PRESENTER', none, []],
    ['PRESENTER', { ...none, presentersMayUnmute: true }, ['MICROPHONE']],
    ['PRESENTER', { ...none, presentersMayStartVideo: true }, ['CAMERA']],
    ['PRESENTER', { ...none, presentersMayShare: true }, ['SCREEN_SHARE']],
    ['VIEWER', all, []],
  ])('%s of a meeting with %o: %o', (role, meeting, sources) => {
    expect(mayPublish(role, meeting)).toEqual(sources);
  });
});
