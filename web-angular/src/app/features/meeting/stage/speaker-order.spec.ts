import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Attendee } from '../attendees';
import { attendee } from '../testing/attendee';
import { SpeakerOrder, STAY_MS, SWAP_AFTER_MS } from './speaker-order';

const room = (speaker?: string): Attendee[] =>
  ['a', 'b', 'c', 'd', 'me'].map((identity) => attendee(identity, { isSpeaking: identity === speaker }));
const ids = (attendees: readonly Attendee[]): string => attendees.map(({ identity }) => identity).join(' ');

describe('the order of the grid', () => {
  let order: SpeakerOrder;
  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [SpeakerOrder] });
    order = TestBed.inject(SpeakerOrder);
  });

  it('is the order of joining as long as everybody fits', () => {
    expect(ids(order.arrange(room('d'), 9, 0, 0))).toBe('a b c d me');
  });

  it('brings a speaker onto the page after two seconds, for ten', () => {
    expect(ids(order.arrange(room('d'), 3, 0, 0))).toBe('a b c d me');
    expect(ids(order.arrange(room('d'), 3, 0, SWAP_AFTER_MS - 1))).toBe('a b c d me');
    expect(ids(order.arrange(room('d'), 3, 0, SWAP_AFTER_MS))).toBe('d b c a me');
    expect(ids(order.arrange(room(), 3, 0, SWAP_AFTER_MS + STAY_MS))).toBe('d b c a me');
    expect(ids(order.arrange(room(), 3, 0, SWAP_AFTER_MS + STAY_MS + 1))).toBe('a b c d me');
  });

  it('lets who spoke last keep their place', () => {
    order.arrange(room('a'), 3, 0, 0);
    order.arrange(room('d'), 3, 0, 100);
    expect(ids(order.arrange(room('d'), 3, 0, 100 + SWAP_AFTER_MS))).toBe('a d c b me');
  });

  it('counts the screens that stand before the people of a page', () => {
    order.arrange(room('b'), 3, 0, 0, 2);
    expect(ids(order.arrange(room('b'), 3, 0, SWAP_AFTER_MS, 2))).toBe('b a c d me');
  });

  it('never brings me', () => {
    order.arrange(room('me'), 3, 0, 0);
    expect(ids(order.arrange(room('me'), 3, 0, SWAP_AFTER_MS))).toBe('a b c d me');
  });

  it('moves nobody while focus is in the grid', () => {
    order.hold(true);
    order.arrange(room('d'), 3, 0, 0);
    expect(ids(order.arrange(room('d'), 3, 0, 5000))).toBe('a b c d me');
  });
});
