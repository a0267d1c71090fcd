import { describe, expect, it } from 'vitest';
import type { Permissions } from '../meeting-facts';
import { Giving, whyNotAsk, whyNotGive, whyNotMake, whyNotModerate } from './may';

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
  it('a co-host moderates everybody but a host, a host everybody', () => {
    for (const theirs of ['CO_HOST', 'PRESENTER', 'VIEWER'] as const)
      expect(whyNotModerate('CO_HOST', theirs)).toBeUndefined();
    expect(whyNotModerate('CO_HOST', 'HOST')).toBeTruthy();
    expect(whyNotModerate('HOST', 'HOST')).toBeUndefined();
  });

  it('only a host makes a host, and hosts and co-hosts have an account', () => {
    expect(whyNotMake('CO_HOST', 'PRESENTER', false, 'HOST')).toBeTruthy();
    expect(whyNotMake('CO_HOST', 'PRESENTER', false, 'CO_HOST')).toBeUndefined();
    expect(whyNotMake('CO_HOST', 'HOST', false, 'VIEWER')).toBeTruthy();
    expect(whyNotMake('HOST', 'PRESENTER', false, 'HOST')).toBeUndefined();
    expect(whyNotMake('HOST', 'PRESENTER', true, 'CO_HOST')).toContain('account');
    expect(whyNotMake('HOST', 'PRESENTER', true, 'HOST')).toContain('account');
    expect(whyNotMake('HOST', 'PRESENTER', true, 'VIEWER')).toBeUndefined();
  });

  it('nobody is asked to unmute who may not', () => {
    expect(whyNotAsk('PRESENTER', all)).toBeUndefined();
    expect(whyNotAsk('CO_HOST', none)).toBeUndefined();
    expect(whyNotAsk('PRESENTER', none)).toBeTruthy();
    expect(whyNotAsk('VIEWER', all)).toBeTruthy();
  });
});
