import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live } from '../graph/live';
import { Idleness } from './idleness';

const MINUTE = 60_000;

describe('a tab that nobody touches', () => {
  const idles = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers();
    idles.mockReset();
    TestBed.configureTestingModule({ providers: [{ provide: Live, useValue: { idles } }] });
    TestBed.inject(Idleness);
  });
  afterEach(() => vi.useRealTimers());

  it('says so after five minutes, counted from the last touch, once; and that somebody is back at once', () => {
    vi.advanceTimersByTime(4 * MINUTE);
    dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(4 * MINUTE);
    expect(idles).not.toHaveBeenCalled();
    vi.advanceTimersByTime(61_000);
    vi.advanceTimersByTime(20 * MINUTE);
    expect(idles.mock.calls).toEqual([[true]]);
    dispatchEvent(new Event('pointermove'));
    dispatchEvent(new Event('pointermove'));
    expect(idles.mock.calls).toEqual([[true], [false]]);
    vi.advanceTimersByTime(5 * MINUTE);
    expect(idles.mock.calls).toEqual([[true], [false], [true]]);
  });
});
