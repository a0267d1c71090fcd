import { describe, expect, it } from 'vitest';
import { Check, checkAdvice, CheckName, CHECKS, CheckState, checkWords } from './checks';
import { reportJson, reportText, statesOf } from './report';

const checks = (some: Partial<Record<CheckName, CheckState>>, rest: CheckState = 'passed'): Check[] =>
  CHECKS.map((name) => ({ name, state: some[name] ?? rest }));
const adviceOf = (some: Partial<Record<CheckName, CheckState>>, rest?: CheckState) => {
  const all = checks(some, rest);
  return all.flatMap((check) => {
    const advice = checkAdvice(check, statesOf(all));
    return advice ? [[check.name, advice] as const] : [];
  });
};
const circumstances = { server: 'https://meet.example', browser: 'Test/1.0', at: new Date('2026-11-21T21:00:00Z') };

describe('the report of a connection test', () => {
  it('where everything passes there is nothing to do', () => expect(adviceOf({})).toEqual([]));

  it.each<[string, Partial<Record<CheckName, CheckState>>, CheckName, RegExp]>([
    ['UDP blocked, TCP open', { udp: 'failed' }, 'udp', /less smoothly/],
    ['UDP and TCP blocked, relay open', { udp: 'failed', tcp: 'failed' }, 'tcp', /relay may still work/],
    ['TCP blocked, UDP open', { tcp: 'failed' }, 'tcp', /Nothing to do/],
    ['no relay configured', { turn: 'impossible' }, 'turn', /no relay/],
    ['a relay that does not work, and UDP does', { turn: 'failed' }, 'turn', /stricter networks/],
    ['nothing open', { udp: 'failed', tcp: 'failed', turn: 'failed' }, 'turn', /No way is left/],
    ['sockets blocked', { socket: 'failed' }, 'socket', /WebSockets/],
    ['nothing arrives', { publish: 'failed' }, 'publish', /neither hear nor see/],
    ['slow', { roundTrip: 'failed' }, 'roundTrip', /over each other/],
  ])('%s', (_, states, name, words) => expect(new Map(adviceOf(states)).get(name)).toMatch(words));

  it('what could not be tried because nothing was reached needs no advice of its own', () => {
    expect(adviceOf({ socket: 'passed', signalling: 'failed' }, 'impossible').map(([name]) => name)).toEqual([
      'signalling',
    ]);
  });

  it('every state of every check has words of its own', () => {
    expect(checkWords({ name: 'turn', state: 'passed', via: 'tls' })).toBe('Passed, over TLS');
    expect(checkWords({ name: 'roundTrip', state: 'failed', ms: 512 })).toBe('Slow, 512 ms');
    const words = (['waiting', 'running', 'passed', 'failed', 'impossible'] as const).map((state) =>
      checkWords({ name: 'udp', state }),
    );
    expect(new Set(words).size).toBe(5);
  });

  it('is text for people and JSON for programs', () => {
    const all: Check[] = checks({ udp: 'failed' }).map((check) =>
      check.name === 'socket' ? { ...check, ms: 12 } : check,
    );
    const text = reportText(all, circumstances);
    expect(text.split('\n').slice(0, 4)).toEqual([
      'Parley connection test',
      'https://meet.example',
      '2026-11-21T21:00:00.000Z',
      'Test/1.0',
    ]);
    expect(text).toContain('Passed, 12 ms');
    expect(text).toContain('UDP');
    expect(JSON.parse(reportJson(all, circumstances))).toEqual({
      parley: 'connection-test',
      version: 1,
      server: 'https://meet.example',
      at: '2026-11-21T21:00:00.000Z',
      browser: 'Test/1.0',
      checks: all,
    });
  });
});
