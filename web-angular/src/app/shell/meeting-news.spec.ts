import { TestBed } from '@angular/core/testing';
import { Router } from '@angular/router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../graph/graph';
import { Inbox, InboxEvent } from '../graph/inbox';
import { Whereabouts } from '../session/whereabouts';
import { Toaster } from '../ui/toaster';
import { MeetingNews } from './meeting-news';

describe('news of one’s meetings', () => {
  const router = { navigate: vi.fn() };
  let nodes: unknown[] = [];
  let ready: () => void;
  let tell: (waitingCount: number | null, state?: string) => void;
  const texts = (): string[] =>
    TestBed.inject(Toaster)
      .toasts()
      .map(({ text }) => text);

  beforeEach(() => {
    router.navigate.mockReset();
    const inbox = {
      listen: (heard: (event: InboxEvent) => void) =>
        void ((tell = fact(heard)), (ready = () => heard({ __typename: 'InboxReady', cursor: 'c' }))),
    };
    nodes = [];
    const ask = async () => ({ meetings: { nodes } });
    TestBed.configureTestingModule({
      providers: [
        { provide: Graph, useValue: { ask } },
        { provide: Inbox, useValue: inbox },
        { provide: Router, useValue: router },
      ],
    });
    TestBed.inject(MeetingNews);
  });
  const fact =
    (heard: (event: InboxEvent) => void) =>
    (waitingCount: number | null, state = 'LIVE'): void => {
      heard({
        __typename: 'MeetingChanged',
        cursor: 'c',
        meeting: { id: 'mtg_1', code: 'abc', title: 'Standup', state, waitingCount },
      } as InboxEvent);
      TestBed.tick();
    };

  it('say that people wait, until nobody does', () => {
    tell(1);
    expect(texts()).toEqual(['1 person is waiting to join Standup']);
    tell(3);
    expect(texts()).toEqual(['3 people are waiting to join Standup']);
    tell(0);
    expect(texts()).toEqual([]);
  });

  it('are looked up by a fresh page: who waits already is told at once', async () => {
    nodes = [{ id: 'mtg_1', code: 'abc', title: 'Standup', state: 'OPEN', waitingCount: 2 }];
    ready();
    await vi.waitFor(() => {
      TestBed.tick();
      expect(texts()).toEqual(['2 people are waiting to join Standup']);
    });
    tell(0);
    expect(texts()).toEqual([]);
  });

  it('lead to the meeting', () => {
    tell(1);
    TestBed.inject(Toaster).toasts()[0]?.actions[0]?.run();
    expect(router.navigate).toHaveBeenCalledWith(['/m', 'abc']);
  });

  it('are not told in the meeting itself, but as soon as one has left it', () => {
    TestBed.inject(Whereabouts).enter('abc');
    tell(2);
    expect(texts()).toEqual([]);
    TestBed.inject(Whereabouts).enter(undefined);
    TestBed.tick();
    expect(texts()).toHaveLength(1);
    TestBed.inject(Whereabouts).enter('abc');
    TestBed.tick();
    expect(texts()).toEqual([]);
  });

  it('put aside, come back when more wait and not before', () => {
    tell(2);
    TestBed.inject(Toaster).settle('lobby mtg_1');
    tell(1);
    expect(texts()).toEqual([]);
    tell(2);
    expect(texts()).toHaveLength(1);
  });

  it('end with the meeting', () => {
    tell(2);
    tell(2, 'ENDED');
    expect(texts()).toEqual([]);
  });
});
