import { describe, expect, it } from 'vitest';
import type { PartState, RecordingState } from './recording.ts';
import { heard, type Heard } from './reports.ts';

const now = new Date('2026-01-01T12:00:00Z');
type Said = 'JOINED' | 'RECORDING' | 'STOPPED' | 'FAILED' | 'FINALISING';

const of = (
  state: RecordingState,
  part: PartState | null,
  said: Said,
  { by = 'w', stopped = 0, startedAt = 'x', finaliser = 'f' } = {},
) =>
  heard(
    { state, stopAskedAt: stopped ? new Date(now.getTime() - stopped * 1_000) : null, finaliser: finaliser || null },
    part ? { workerId: 'w', state: part } : undefined,
    { workerId: by, state: said, startedAt: startedAt || null },
    now,
  );
const part = (state: PartState, cause: 'CAPTURE_FAILED' | null = null) => ({ state, cause });

describe('what a worker says', () => {
  it.each<[string, Heard, Heard]>([
    ['on the stage', of('WAITING', 'ASKED', 'JOINED'), { goOn: true, part: part('JOINED') }],
    ['begins', of('WAITING', 'JOINED', 'RECORDING'), { goOn: true, part: part('RECORDING'), state: 'RECORDING' }],
    [
      'has captured nothing yet',
      of('WAITING', 'JOINED', 'RECORDING', { startedAt: '' }),
      { goOn: true, part: part('RECORDING') },
    ],
    [
      'goes on for another',
      of('LOST_WORKER', 'ASKED', 'RECORDING'),
      { goOn: true, part: part('RECORDING'), state: 'RECORDING' },
    ],
    ['a sign of life', of('RECORDING', 'RECORDING', 'RECORDING'), { goOn: true, part: part('RECORDING') }],
    [
      'dies of something',
      of('RECORDING', 'RECORDING', 'FAILED'),
      { goOn: false, part: part('FAILED', 'CAPTURE_FAILED'), state: 'LOST_WORKER' },
    ],
    [
      'does not get on the stage',
      of('WAITING', 'ASKED', 'FAILED'),
      { goOn: false, part: part('FAILED', 'CAPTURE_FAILED') },
    ],
    [
      'leaves of its own accord',
      of('RECORDING', 'RECORDING', 'STOPPED'),
      { goOn: false, part: part('STOPPED'), state: 'LOST_WORKER' },
    ],
    ['stops as told', of('FINALISING', 'RECORDING', 'STOPPED'), { goOn: false, part: part('STOPPED') }],
    [
      'is still storing',
      of('FINALISING', 'RECORDING', 'RECORDING', { stopped: 4 }),
      { goOn: true, part: part('RECORDING') },
    ],
    [
      'did not hear the stop',
      of('FINALISING', 'RECORDING', 'RECORDING', { stopped: 5 }),
      { goOn: false, part: part('RECORDING') },
    ],
    ['after the end', of('READY', 'STOPPED', 'RECORDING'), { goOn: false }],
    ['of somebody else’s part', of('RECORDING', 'RECORDING', 'RECORDING', { by: 'x' }), { goOn: false }],
    ['of a part that was given to another', of('RECORDING', 'LOST', 'RECORDING'), { goOn: false }],
    ['a failure of a part that is lost', of('RECORDING', 'LOST', 'FAILED'), { goOn: false }],
    ['of a part that never was', of('RECORDING', null, 'RECORDING'), { goOn: false }],
    ['makes the file', of('FINALISING', 'STOPPED', 'FINALISING', { by: 'f' }), { goOn: true }],
    ['makes a file that another makes', of('FINALISING', 'STOPPED', 'FINALISING'), { goOn: false }],
    ['is the first to make the file', of('FINALISING', 'STOPPED', 'FINALISING', { finaliser: '' }), { goOn: true }],
    ['makes a file that is made', of('READY', 'STOPPED', 'FINALISING', { by: 'f' }), { goOn: false }],
  ])('%s', (_name, answer, wanted) => {
    expect(answer).toEqual(wanted);
  });
});
