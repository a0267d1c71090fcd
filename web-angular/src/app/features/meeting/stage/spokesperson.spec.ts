import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { attendee } from '../testing/attendee';
import { SPEAKS_MS, Spokesperson } from './spokesperson';

const room = (...speakers: string[]) =>
  ['a', 'b', 'me'].map((identity) => attendee(identity, { isSpeaking: speakers.includes(identity) }));

describe('the speaker', () => {
  let spokesperson: Spokesperson;
  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [Spokesperson] });
    spokesperson = TestBed.inject(Spokesperson);
  });

  it('is nobody before somebody has spoken for a second, and never oneself', () => {
    expect(spokesperson.of(room('me'), 0)).toBeUndefined();
    expect(spokesperson.of(room('me', 'a'), 0)).toBeUndefined();
    expect(spokesperson.of(room('me', 'a'), SPEAKS_MS - 1)).toBeUndefined();
    expect(spokesperson.of(room('me', 'a'), SPEAKS_MS)).toBe('a');
  });

  it('keeps the word until they are silent and another has it', () => {
    spokesperson.of(room('a'), 0);
    expect(spokesperson.of(room('a', 'b'), SPEAKS_MS)).toBe('a');
    expect(spokesperson.of(room('a', 'b'), 3 * SPEAKS_MS)).toBe('a');
    expect(spokesperson.of(room(), 4 * SPEAKS_MS)).toBe('a');
    expect(spokesperson.of(room('b'), 5 * SPEAKS_MS)).toBe('a');
    expect(spokesperson.of(room('b'), 6 * SPEAKS_MS)).toBe('b');
  });

  it('is forgotten when they leave', () => {
    spokesperson.of(room('a'), 0);
    spokesperson.of(room('a'), SPEAKS_MS);
    expect(spokesperson.of(room().slice(1), 2 * SPEAKS_MS)).toBeUndefined();
  });
});
