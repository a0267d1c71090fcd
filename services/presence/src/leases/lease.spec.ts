import { idFrom } from '@parley/contracts';
import { describe, expect, it } from 'vitest';
import { changeOf, LEASE_MS, saysMore, type Beat } from './lease.ts';

const id = (digit: string) => digit.repeat(32);
const device = (connectionId: string, organisation: string) => ({
  connectionId,
  organisationId: idFrom('organisation', id(organisation)),
  userId: idFrom('user', id('a')),
  isIdle: false,
  sessionId: idFrom('session', id('b')),
});
const quiet: Beat = { instanceId: 'i', beat: 7, opened: [], closed: [], alive: [], idled: [] };

describe('a beat', () => {
  it('gives each organisation its own devices only, and every closing to all', () => {
    const beat: Beat = {
      ...quiet,
      all: [device('one', '1'), device('two', '2')],
      opened: [device('two', '2')],
      closed: [
        { connectionId: 'x', signedOut: false },
        { connectionId: 'y', signedOut: true },
      ],
    };
    const one = changeOf(beat, idFrom('organisation', id('1')), true);
    expect(one).toMatchObject({ closed: ['x'], signedOut: ['y'], opened: [], isAfterGap: true, isLeaving: false });
    expect(one.all?.map(({ connectionId }) => connectionId)).toEqual(['one']);
    const two = changeOf(beat, idFrom('organisation', id('2')), false);
    expect(two.opened.map(({ connectionId }) => connectionId)).toEqual(['two']);
  });

  it('with nothing but its number touches no device; an empty `all` does', () => {
    expect(saysMore(quiet)).toBe(false);
    expect(changeOf(quiet, idFrom('organisation', id('1')), false).all).toBeUndefined();
    for (const said of [
      { all: [] },
      { alive: ['x'] },
      { idled: [{ connectionId: 'x', isIdle: true }] },
      { leaving: true },
      { opened: [device('x', '1')] },
    ])
      expect(saysMore({ ...quiet, ...said })).toBe(true);
  });
});

describe('the times of the leases', () => {
  it('keep the promises of presence, with the beat that tells and the look that sees', () => {
    const [beat, look, tick] = [2_000, LEASE_MS.look, 250];
    expect(beat + LEASE_MS.damping + tick).toBeLessThanOrEqual(5_000);
    expect(LEASE_MS.instance + look + tick).toBeLessThanOrEqual(10_000);
    expect(LEASE_MS.instance).toBeGreaterThan(3 * beat);
    expect(beat + LEASE_MS.connection + look + tick).toBeLessThanOrEqual(35_000);
    expect(LEASE_MS.connection).toBeGreaterThan(3 * 10_000);
  });
});
