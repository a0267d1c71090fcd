import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Session } from '../session/session';
import { Live } from './live';

/** A socket whose packets are lost: it neither opens nor fails. */
class LostSocket extends EventTarget {
  static readonly made: LostSocket[] = [];
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  isClosed = false;

  constructor() {
    super();
    LostSocket.made.push(this);
  }

  close(): void {
    this.isClosed = true;
  }
}

let live: Live;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', LostSocket);
  LostSocket.made.length = 0;
  const session = { bearer: signal(undefined), state: signal('signed-out') };
  TestBed.configureTestingModule({ providers: [{ provide: Session, useValue: session }] });
  live = TestBed.inject(Live);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it.each(['the server was reached by another way', 'the browser is online again'])(
  'gives up a socket that waits for lost packets, and opens another at once, when %s',
  async (why) => {
    const document = { toString: () => 'subscription { inbox { __typename } }' } as never;
    const stop = live.follow({ document, variables: {}, onEvent: () => undefined, cursorOf: () => undefined });
    await vi.advanceTimersByTimeAsync(5000);
    expect(LostSocket.made).toHaveLength(1);
    if (why.startsWith('the server')) live.hurry();
    else dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(1);
    expect(LostSocket.made.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    stop();
  },
);
