import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { Typers, typingWords } from './typers';

describe('typing', () => {
  const ask = vi.fn(async () => ({}));
  let typers: Typers;
  beforeEach(() => {
    vi.useFakeTimers();
    ask.mockClear();
    TestBed.configureTestingModule({ providers: [Typers, { provide: Graph, useValue: { ask } }] });
    typers = TestBed.inject(Typers);
  });
  afterEach(() => vi.useRealTimers());
  const names = (): string[] => [...typers.names().values()];

  it('is shown for six seconds from the last word of it, or until it stopped', () => {
    typers.heard('a', 'Ann');
    vi.advanceTimersByTime(4000);
    typers.heard('a', 'Ann');
    typers.heard('b', 'Ben');
    vi.advanceTimersByTime(4000);
    expect(names()).toEqual(['Ann', 'Ben']);
    typers.stopped('b');
    expect(names()).toEqual(['Ann']);
    vi.advanceTimersByTime(2000);
    expect(names()).toEqual([]);
  });

  it('is told at once and then every three seconds, in each conversation', () => {
    typers.tell('1');
    typers.tell('1');
    expect(ask).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(3000);
    typers.tell('1');
    typers.tell('2');
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it('names up to three', () => {
    expect([[], ['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'B', 'C', 'D']].map(typingWords)).toEqual([
      '',
      'A is typing',
      'A and B are typing',
      'A, B and C are typing',
      'Several people are typing',
    ]);
  });
});
