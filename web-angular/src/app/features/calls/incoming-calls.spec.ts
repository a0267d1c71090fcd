import { Dialog } from '@angular/cdk/dialog';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { Router } from '@angular/router';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../graph/graph';
import { Session } from '../../session/session';
import type { CallEvent } from '../../shell/call-bell';
import { Announcer } from '../../ui/announcer';
import { Toaster } from '../../ui/toaster';
import { IncomingCalls } from './incoming-calls';

describe('calls that ring on a page', () => {
  const router = { navigate: vi.fn() };
  const ask = vi.fn();
  let calls: IncomingCalls;
  const ada = { userId: 'usr_ada', displayName: 'Ada', avatarUrl: null };
  const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();
  const event = (kind: CallEvent['__typename'], state: string, more: object = {}): CallEvent =>
    ({
      __typename: kind,
      cursor: 'c',
      call: {
        id: 'cal_1',
        state,
        kind: 'VIDEO',
        isGroup: false,
        meetingCode: 'abc',
        caller: ada,
        expiresAt: null,
        ...more,
      },
    }) as CallEvent;
  const ring = (expiresAt: string | null = inSeconds(45), more: object = {}): void =>
    calls.hear(event('CallRinging', 'RINGING', { expiresAt, ...more }));
  const settle = (state: string, more: object = {}): void => calls.hear(event('CallSettled', state, more));
  const thinkTwice = (): Promise<unknown> => vi.advanceTimersByTimeAsync(200);
  const texts = (): string[] =>
    TestBed.inject(Toaster)
      .toasts()
      .map(({ text }) => text);

  beforeEach(() => {
    vi.useFakeTimers();
    router.navigate.mockReset();
    ask.mockReset().mockResolvedValue({ isQuietNow: false });
    TestBed.configureTestingModule({
      providers: [
        { provide: Graph, useValue: { ask } },
        { provide: Router, useValue: router },
        { provide: Session, useValue: { me: () => ({ id: 'usr_me', displayName: 'Me' }) } },
      ],
    });
    TestBed.inject(Title).setTitle('Home · Parley');
    calls = TestBed.inject(IncomingCalls);
  });
  afterEach(() => {
    TestBed.inject(Dialog).closeAll();
    vi.useRealTimers();
  });

  it('are said at once and give the page their name, until another device answers', async () => {
    ring();
    await thinkTwice();
    expect(calls.call()).toMatchObject({ id: 'cal_1', kind: 'VIDEO' });
    expect(TestBed.inject(Announcer).assertive()).toBe('Video call from Ada');
    expect(document.title).toBe('Video call from Ada');
    settle('ACTIVE');
    expect(calls.call()).toBeUndefined();
    expect(document.title).toBe('Home · Parley');
    expect(texts()).toEqual(['Answered on another device']);
  });

  it('are shown without a sound where it is to be quiet now, and heard where nobody says so', async () => {
    const heard = vi.fn();
    vi.stubGlobal(
      'AudioContext',
      class {
        readonly state = 'suspended';
        constructor() {
          heard();
        }
        close = () => Promise.resolve();
      },
    );
    ask.mockResolvedValue({ isQuietNow: true });
    ring();
    await thinkTwice();
    expect(calls.call()).toMatchObject({ id: 'cal_1' });
    expect(heard).not.toHaveBeenCalled();
    settle('ACTIVE');
    ask.mockRejectedValue(new Error('offline'));
    ring(inSeconds(45), { id: 'cal_2' });
    await thinkTwice();
    expect(calls.call()).toMatchObject({ id: 'cal_2' });
    expect(heard).toHaveBeenCalledOnce();
    settle('ACTIVE', { id: 'cal_2' });
    vi.unstubAllGlobals();
  });

  it('do not ring when they are settled already, or their time has passed', async () => {
    ring();
    settle('ACTIVE');
    await thinkTwice();
    expect(calls.call()).toBeUndefined();
    ring(inSeconds(-1), { id: 'cal_2' });
    await thinkTwice();
    expect(calls.call()).toBeUndefined();
    // A wake-up that comes late does not begin it again.
    ring();
    await thinkTwice();
    expect(calls.call()).toBeUndefined();
  });

  it('stop by themselves when their time is over', async () => {
    ring(inSeconds(5));
    await vi.advanceTimersByTimeAsync(4_000);
    expect(calls.call()).toBeDefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(calls.call()).toBeUndefined();
  });

  it('tell of one that was missed, but not whoever made it', async () => {
    ring();
    await thinkTwice();
    settle('MISSED');
    expect(texts()).toEqual(['Missed call from Ada']);
    settle('MISSED', { id: 'cal_2', caller: { ...ada, userId: 'usr_me' } });
    expect(texts()).toHaveLength(1);
  });

  it('are looked up by a fresh page, and put away by one that was absent', async () => {
    ask.mockResolvedValueOnce({
      ringingCalls: [{ id: 'cal_3', kind: 'AUDIO', caller: ada, callees: [{}], ringsUntil: inSeconds(20) }],
    });
    await calls.look();
    await thinkTwice();
    expect(calls.call()).toMatchObject({ id: 'cal_3', isGroup: false });
    ask.mockResolvedValueOnce({ ringingCalls: [] });
    await calls.look();
    expect(calls.call()).toBeUndefined();
  });

  it('go in by accepting, or stop everywhere by declining', async () => {
    ring();
    await thinkTwice();
    ask.mockResolvedValueOnce({
      answerCall: {
        call: { id: 'cal_1', state: 'ACTIVE', meeting: { code: 'abc' } },
        isAnsweredElsewhere: false,
        userErrors: [],
      },
    });
    await calls.accept(false);
    expect(router.navigate).toHaveBeenCalledWith(['/m', 'abc']);
    settle('ACTIVE');
    expect(texts()).toEqual([]);

    ring(inSeconds(45), { id: 'cal_2' });
    await thinkTwice();
    ask.mockResolvedValueOnce({ answerCall: { call: null, userErrors: [] } });
    await calls.decline();
    expect(ask.mock.lastCall?.[1]).toEqual({ input: { callId: 'cal_2', accept: false } });
    expect(calls.call()).toBeUndefined();
  });
});
