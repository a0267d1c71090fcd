import { describe, expect, it } from 'vitest';
import { attendee } from '../testing/attendee';
import { choiceOf } from './choice';

const nothing = { pinned: [], spotlit: undefined, speaker: undefined, isAudioOnly: false };
const room = [attendee('a'), attendee('b'), attendee('c', { isSharing: true }), attendee('me')];
const quiet = [attendee('a'), attendee('b'), attendee('me')];
const shown = (...args: Parameters<typeof choiceOf>): string => {
  const choice = choiceOf(...args);
  return choice ? `${choice.source} ${choice.person.identity}` : '';
};

describe('the small window shows', () => {
  const table: readonly [string, string, Parameters<typeof choiceOf>][] = [
    ['a screen before faces', 'screen c', [room, { ...nothing, spotlit: 'a', speaker: 'b' }]],
    ['a pin before a screen', 'camera b', [room, { ...nothing, pinned: ['camera b'] }]],
    ['a pinned screen', 'screen c', [room, { ...nothing, pinned: ['camera gone', 'screen c'] }]],
    ['no screen where no video is received', 'camera a', [room, { ...nothing, isAudioOnly: true }]],
    ['the spotlight before who speaks', 'camera b', [quiet, { ...nothing, spotlit: 'b', speaker: 'a' }]],
    ['who speaks', 'camera b', [quiet, { ...nothing, speaker: 'b' }]],
    ['the first of the others', 'camera a', [quiet, nothing]],
    ['me, alone', 'camera me', [[attendee('me')], nothing]],
    ['nothing before anybody is in', '', [[], nothing]],
  ];
  for (const [words, wanted, args] of table) it(words, () => expect(shown(...args)).toBe(wanted));
});
