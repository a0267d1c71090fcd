import { describe, expect, it } from 'vitest';
import { Claims, largeOf } from './focus';
import type { StageItem } from './layout';

const item = (id: string, isLocal = false): StageItem => ({
  id,
  kind: id.startsWith('screen') ? 'screen' : 'camera',
  isLocal,
});
const people = [item('camera a'), item('camera b'), item('camera me', true)];
const sharing = [item('screen a'), item('screen b'), ...people];
const claims = (more: Partial<Claims> = {}): Claims => ({
  view: 'auto',
  pinned: [],
  spotlit: undefined,
  speaker: undefined,
  ...more,
});

describe('what is large', () => {
  const table: readonly [string, readonly StageItem[], Partial<Claims>, readonly string[]][] = [
    ['nothing among people alone', people, {}, []],
    ['screens, all of them', sharing, {}, ['screen a', 'screen b']],
    [
      'the others’ screen rather than the card of my own',
      [item('screen me', true), ...sharing],
      {},
      ['screen a', 'screen b'],
    ],
    ['the card of my own screen when it is the only one', [item('screen me', true), ...people], {}, ['screen me']],
    ['nothing in a grid', sharing, { view: 'grid', spotlit: 'camera a', speaker: 'camera b' }, []],
    ['what I pinned, in a grid too', sharing, { view: 'grid', pinned: ['camera b'] }, ['camera b']],
    ['what I pinned before whom the host shows', people, { pinned: ['camera b'], spotlit: 'camera a' }, ['camera b']],
    ['several that I pinned', sharing, { pinned: ['camera b', 'screen a'] }, ['camera b', 'screen a']],
    ['nothing of somebody who has left', people, { pinned: ['camera x'], spotlit: 'camera y' }, []],
    ['whom the host shows, beside the screens', sharing, { spotlit: 'camera b' }, ['camera b', 'screen a', 'screen b']],
    ['whoever speaks', people, { view: 'speaker', speaker: 'camera b' }, ['camera b']],
    ['the first while nobody has spoken', people, { view: 'speaker' }, ['camera a']],
    ['screens before whoever speaks', sharing, { view: 'speaker', speaker: 'camera b' }, ['screen a', 'screen b']],
    ['nobody where there are but two', people.slice(1), { view: 'speaker', speaker: 'camera b' }, []],
  ];
  for (const [words, items, claimed, wanted] of table)
    it(words, () => expect(largeOf(items, claims(claimed))).toEqual(wanted));
});
