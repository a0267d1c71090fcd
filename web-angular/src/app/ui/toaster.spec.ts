import { TestBed } from '@angular/core/testing';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Announcer } from './announcer';
import { Toaster, TOAST_MS } from './toaster';

describe('toasts', () => {
  let toaster: Toaster;
  const texts = (): string[] => toaster.toasts().map(({ text }) => text);

  beforeEach(() => {
    vi.useFakeTimers();
    toaster = TestBed.inject(Toaster);
    return () => vi.useRealTimers();
  });

  it('pass by themselves, three at most', () => {
    for (const text of ['one', 'two', 'three', 'four']) toaster.show(text);
    expect(texts()).toEqual(['two', 'three', 'four']);
    vi.advanceTimersByTime(TOAST_MS);
    expect(texts()).toEqual([]);
  });

  it('that are true no more are withdrawn, and no other', () => {
    toaster.keep('lobby', 'You are muted');
    for (const text of ['one', 'You are muted']) toaster.show(text);
    toaster.withdraw('You are muted');
    toaster.withdraw('You are muted');
    expect(texts()).toEqual(['You are muted', 'one']);
  });

  it('that are kept stay, give way to nobody, and are one for each key', () => {
    toaster.keep('lobby', 'Mara is waiting');
    for (const text of ['one', 'two', 'three']) toaster.show(text);
    expect(texts()).toEqual(['Mara is waiting', 'two', 'three']);
    toaster.keep('lobby', '2 people are waiting');
    vi.advanceTimersByTime(TOAST_MS * 2);
    expect(texts()).toEqual(['2 people are waiting']);
    toaster.hold(toaster.toasts()[0]!.id);
    toaster.release(toaster.toasts()[0]!.id);
    vi.advanceTimersByTime(TOAST_MS * 2);
    expect(texts()).toEqual(['2 people are waiting']);
    toaster.settle('lobby');
    expect(texts()).toEqual([]);
  });

  it('alarm those who listen at once', async () => {
    const interrupt = vi.spyOn(TestBed.inject(Announcer), 'interrupt');
    toaster.alarm('Mara muted you');
    expect(interrupt).toHaveBeenCalledWith('Mara muted you');
    expect(texts()).toEqual(['Mara muted you']);
  });
});
