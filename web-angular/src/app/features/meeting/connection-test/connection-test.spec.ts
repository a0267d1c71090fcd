import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../graph/graph';
import { GraphError } from '../../../graph/graph-error';
import { JOIN_PROBE, JoinProbe, ProbeRoom, ProbeWay } from '../livekit/probe-port';
import { ConnectionTest } from './connection-test';
import { statesOf } from './report';

/** A network: which ways are open, and what the server offers. */
interface Network {
  readonly isSignalOpen: boolean;
  readonly isUdpOpen: boolean;
  readonly isTcpOpen: boolean;
  readonly hasTurn: boolean;
}
const open: Network = { isSignalOpen: true, isUdpOpen: true, isTcpOpen: true, hasTurn: true };
let joined: number;

function joinIn(network: Network): JoinProbe {
  return async (_url, _token, { isRelayed = false, onSignal } = {}) => {
    if (!network.isSignalOpen) throw new Error('closed');
    onSignal?.();
    let way: ProbeWay | undefined;
    if (isRelayed) way = network.hasTurn ? { protocol: 'udp', isRelayed: true, relayProtocol: 'tls' } : undefined;
    else if (network.isUdpOpen) way = { protocol: 'udp', isRelayed: false, relayProtocol: undefined };
    else if (network.isTcpOpen) way = { protocol: 'tcp', isRelayed: false, relayProtocol: undefined };
    if (!way) throw Object.assign(new Error('no way'), { offersTurn: network.hasTurn });
    joined += 1;
    let now: ProbeWay = way;
    const room: ProbeRoom = {
      offersTurn: network.hasTurn,
      look: async () => ({ way: now, sent: { roundTripMs: 20 } }),
      forceTcp: async () => void (now = network.isTcpOpen ? { ...now, protocol: 'tcp' } : now),
      leave: async () => void (joined -= 1),
    };
    return room;
  };
}

async function run(
  network: Network,
  answer: () => unknown = () => ({ test: { url: 'ws://x', token: 't' }, userErrors: [] }),
) {
  TestBed.configureTestingModule({
    providers: [
      ConnectionTest,
      { provide: JOIN_PROBE, useValue: joinIn(network) },
      { provide: Graph, useValue: { ask: async () => ({ startConnectionTest: answer() }) } },
    ],
  });
  const test = TestBed.inject(ConnectionTest);
  const running = test.run();
  await vi.runAllTimersAsync();
  await running;
  return { ...statesOf(test.checks()), refusal: test.refusal() };
}

describe('the connection test', () => {
  beforeEach(() => {
    joined = 0;
    vi.useFakeTimers();
    vi.stubGlobal(
      'WebSocket',
      class extends EventTarget {
        send = (): void => void this.dispatchEvent(new MessageEvent('message', { data: '{"type":"connection_ack"}' }));
        close = (): void => undefined;
        constructor() {
          super();
          queueMicrotask(() => this.dispatchEvent(new Event('open')));
        }
      },
    );
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    expect(joined, 'every room is left').toBe(0);
  });

  const all = { socket: 'passed', signalling: 'passed', publish: 'passed', roundTrip: 'passed' } as const;
  it.each([
    ['all open', open, { ...all, udp: 'passed', tcp: 'passed', turn: 'passed' }],
    ['no TURN', { ...open, hasTurn: false }, { ...all, udp: 'passed', tcp: 'passed', turn: 'impossible' }],
    ['UDP blocked', { ...open, isUdpOpen: false }, { ...all, udp: 'failed', tcp: 'passed', turn: 'passed' }],
    ['TCP blocked', { ...open, isTcpOpen: false }, { ...all, udp: 'passed', tcp: 'failed', turn: 'passed' }],
    [
      'only the relay',
      { ...open, isUdpOpen: false, isTcpOpen: false },
      { socket: 'passed', signalling: 'passed', udp: 'failed', tcp: 'failed', turn: 'passed', publish: 'impossible' },
    ],
    [
      'no signalling',
      { ...open, isSignalOpen: false },
      { socket: 'passed', signalling: 'failed', udp: 'impossible', tcp: 'impossible', turn: 'impossible' },
    ],
  ])('%s', async (_, network, states) => expect(await run(network)).toMatchObject(states));

  it('a server that lets nobody test now is quoted, and calls nothing a failure', async () => {
    const message = 'That were many tests. Start the next one in 9 seconds.';
    const states = await run(open, () => ({ test: null, userErrors: [{ code: 'RATE_LIMITED', message }] }));
    expect(states).toMatchObject({ socket: 'passed', signalling: 'impossible', udp: 'impossible', refusal: message });
  });

  it('a graph that does not answer is a way that is closed', async () => {
    const states = await run(open, () => {
      throw new GraphError('OFFLINE');
    });
    expect(states).toMatchObject({ signalling: 'failed', udp: 'impossible' });
  });
});
