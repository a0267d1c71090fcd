import { APP_BASE_HREF, BrowserPlatformLocation, PlatformLocation } from '@angular/common';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../graph/graph';
import { Live } from '../../../graph/live';
import { FakeRoom } from '../livekit/fake-room';
import { OPEN_ROOM } from '../livekit/room-port';
import { StagePage } from './stage-page';

interface Said {
  state: string;
  enter?: (address: string) => void;
}
const said = () => (window as unknown as { parleyStage?: Said }).parleyStage;

describe('a stage page that is opened before there is a job', () => {
  const askAsStranger = vi.fn(async () => ({
    joinStage: { admission: { url: 'ws://x', token: 'tok', meeting: { participants: null } }, userErrors: [] },
  }));
  let rooms: FakeRoom[];
  let harness: RouterTestingHarness;
  const before = location.pathname;

  beforeEach(async () => {
    vi.stubGlobal(
      'ResizeObserver',
      class {
        observe(): void {}
        disconnect(): void {}
      },
    );
    rooms = [];
    const open = async () => rooms[rooms.push(new FakeRoom()) - 1];
    TestBed.configureTestingModule({
      providers: [
        provideRouter(
          ['stage/:code', 'stage'].map((path) => ({ path, component: StagePage })),
          withComponentInputBinding(),
        ),
        { provide: PlatformLocation, useClass: BrowserPlatformLocation },
        { provide: APP_BASE_HREF, useValue: '/' },
        { provide: Graph, useValue: { askAsStranger } },
        { provide: Live, useValue: { follow: () => () => undefined } },
        { provide: OPEN_ROOM, useValue: open },
      ],
    });
    harness = await RouterTestingHarness.create('/stage');
  });
  afterEach(() => {
    history.replaceState(null, '', before);
    vi.unstubAllGlobals();
  });

  it('has loaded what it needs, asks for nothing, and is sent in by the address of the job', async () => {
    await vi.waitFor(() => expect(said()?.enter).toBeDefined());
    expect(said()?.state).toBe('ended');
    expect(rooms).toHaveLength(1);
    expect(askAsStranger).not.toHaveBeenCalled();

    said()?.enter?.(`${location.origin}/stage/abc-defg#stg_secret`);
    // Whoever looks now does not take the old end for the end.
    expect(said()?.state).toBe('loading');
    await vi.waitFor(() => {
      harness.detectChanges();
      expect(said()?.state).toBe('ready');
    });
    expect(TestBed.inject(Router).url).toBe('/stage/abc-defg#stg_secret');
    const input = { code: 'abc-defg', stageToken: 'stg_secret' };
    expect(askAsStranger).toHaveBeenCalledWith(expect.anything(), { input });
    expect(rooms.at(-1)?.asked).toEqual(['connect ws://x tok']);
  });
});
