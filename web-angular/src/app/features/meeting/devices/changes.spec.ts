import { describe, expect, it } from 'vitest';
import type { DeviceKind } from '../livekit/room-port';
import { Device, DeviceList } from '../pre-join/devices';
import { arrived, vanished } from './changes';

const device = (id: string, group = ''): Device => ({ id, label: id.toUpperCase(), group });
const list = (some: Partial<DeviceList>): DeviceList => ({ microphone: [], camera: [], speaker: [], ...some });
const all = new Set<DeviceKind>(['microphone', 'camera', 'speaker']);

describe('what changed among the devices', () => {
  it('one in use that has gone is told with what can take its place', () => {
    const before = list({ camera: [device('a'), device('b')], microphone: [device('m')] });
    const now = list({ camera: [device('b')], microphone: [] });
    expect(vanished(before, now, all, { camera: 'a', microphone: 'm' })).toEqual([
      { kind: 'microphone', label: 'M', instead: undefined },
      { kind: 'camera', label: 'A', instead: device('b') },
    ]);
  });

  it('one that nobody used goes without a word', () => {
    expect(
      vanished(list({ camera: [device('a'), device('b')] }), list({ camera: [device('b')] }), all, { camera: 'b' }),
    ).toEqual([]);
    expect(vanished(list({ camera: [device('a')] }), list({}), all, {})).toEqual([]);
  });

  it('a permission that is withdrawn hides devices, and takes none away', () => {
    expect(vanished(list({ camera: [device('a')] }), list({}), new Set(), { camera: 'a' })).toEqual([]);
  });

  it('a headset that comes is one thing, the system’s own preference none, and a webcam with a microphone two', () => {
    const before = list({ microphone: [device('default')], speaker: [device('default')] });
    const now = list({
      microphone: [device('default'), device('communications'), device('head', 'g'), device('web-mic', 'w')],
      camera: [device('web', 'w')],
      speaker: [device('default'), device('head-out', 'g')],
    });
    expect(arrived(before, now, all)).toEqual([
      {
        label: 'HEAD',
        devices: [
          { kind: 'microphone', id: 'head' },
          { kind: 'speaker', id: 'head-out' },
        ],
      },
      { label: 'WEB-MIC', devices: [{ kind: 'microphone', id: 'web-mic' }] },
      { label: 'WEB', devices: [{ kind: 'camera', id: 'web' }] },
    ]);
  });

  it('devices whose names have only just been told are not new', () => {
    expect(arrived(list({}), list({ camera: [device('a')] }), new Set())).toEqual([]);
    expect(arrived(list({}), list({ camera: [device('a')] }), new Set(['camera']))).toHaveLength(1);
  });
});
