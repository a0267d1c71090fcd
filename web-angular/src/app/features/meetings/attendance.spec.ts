import { describe, expect, it } from 'vitest';
import { attendanceTable } from './attendance';

describe('the table of attendance', () => {
  it('has heads, a row for every interval, and nothing where somebody is still in', () => {
    const at = (minute: string): string => `2026-01-05T09:${minute}:00.000Z`;
    const table = attendanceTable([
      {
        displayName: 'Ada',
        isGuest: false,
        userId: 'usr_1',
        intervals: [
          { joinedAt: at('00'), leftAt: at('10') },
          { joinedAt: at('20'), leftAt: null },
        ],
        durationSeconds: 900,
      },
      {
        displayName: 'Gus',
        isGuest: true,
        userId: null,
        intervals: [{ joinedAt: at('05'), leftAt: at('06') }],
        durationSeconds: 60,
      },
    ]);
    expect(table.slice(1)).toEqual([
      ['Ada', 'No', at('00'), at('10'), 900],
      ['Ada', 'No', at('20'), '', 900],
      ['Gus', 'Yes', at('05'), at('06'), 60],
    ]);
    expect(table[0]).toHaveLength(5);
  });
});
