import { describe, expect, it } from 'vitest';
import type { Permissions } from '../meeting-facts';
import { Giving, Verb, whyNotGive, whyNotModerate } from './may';

const all: Permissions = {
  presentersMayUnmute: true,
  presentersMayStartVideo: true,
  presentersMayShare: true,
  presentersMayChat: true,
};
const none: Permissions = {
  presentersMayUnmute: false,
  presentersMayStartVideo: false,
  presentersMayShare: false,
  presentersMayChat: false,
};
const givings: Giving[] = ['microphone', 'camera', 'screen', 'chat'];

describe('what one may give', () => {
  it.each(givings)('%s: hosts and co-hosts always, presenters by permission, viewers never', (giving) => {
    expect(whyNotGive('HOST', none, giving)).toBeUndefined();
    expect(whyNotGive('CO_HOST', none, giving)).toBeUndefined();
    expect(whyNotGive('PRESENTER', all, giving)).toBeUndefined();
    expect(whyNotGive('PRESENTER', none, giving)).toBeTruthy();
    expect(whyNotGive('VIEWER', all, giving)).toBeTruthy();
  });

  it('each lock has its own words', () => {
    expect(new Set(givings.map((giving) => whyNotGive('PRESENTER', none, giving))).size).toBe(4);
  });
});

describe('what a moderator may do', () => {
  const verbs: Verb[] = ['mute', 'stop-video', 'stop-share', 'ask-to-unmute', 'set-role', 'remove'];

  it.each(verbs)('%s: a co-host to everybody but a host, a host to everybody', (verb) => {
    for (const theirs of ['CO_HOST', 'PRESENTER', 'VIEWER'] as const)
      expect(whyNotModerate('CO_HOST', theirs, false, verb)).toBeUndefined();
    expect(whyNotModerate('CO_HOST', 'HOST', false, verb)).toBeTruthy();
    expect(whyNotModerate('HOST', 'HOST', false, verb)).toBeUndefined();
  });

  it('only a host makes a host, and of somebody with an account', () => {
    expect(whyNotModerate('CO_HOST', 'PRESENTER', false, 'make-host')).toBeTruthy();
    expect(whyNotModerate('HOST', 'PRESENTER', false, 'make-host')).toBeUndefined();
    expect(whyNotModerate('HOST', 'PRESENTER', true, 'make-host')).toContain('account');
  });
});
