import { TestBed } from '@angular/core/testing';
import { Announcer } from './announcer';

let announcer: Announcer;
beforeEach(() => {
  vi.useFakeTimers();
  announcer = TestBed.inject(Announcer);
});
afterEach(() => vi.useRealTimers());

it('polite words wait their turn, and the same ones are not queued twice', async () => {
  announcer.say('Grace joined');
  announcer.say('Alan joined');
  announcer.say('Alan joined');
  expect(announcer.polite()).toBe('Grace joined');
  await vi.advanceTimersByTimeAsync(900);
  expect(announcer.polite()).toBe('Alan joined');
  await vi.advanceTimersByTimeAsync(900);
  expect(announcer.polite()).toBe('');
});

it('an interruption is said at once, again if it is the same, and is gone when nobody needs it any more', async () => {
  announcer.interrupt('Reconnecting');
  await vi.advanceTimersByTimeAsync(0);
  expect(announcer.assertive()).toBe('Reconnecting');
  await vi.advanceTimersByTimeAsync(4000);
  announcer.interrupt('Reconnecting');
  expect(announcer.assertive()).toBe('');
  await vi.advanceTimersByTimeAsync(4000);
  expect(announcer.assertive()).toBe('Reconnecting');
  await vi.advanceTimersByTimeAsync(1000);
  expect(announcer.assertive()).toBe('');
});
