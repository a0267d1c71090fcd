import type { NextMeetingPartsFragment } from '../../../graph/generated/planning/graphql';
import { nextMeetings } from './next-meetings-of';

const NOW = Date.parse('2026-01-05T09:00:00Z');
const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();
const meeting = (id: string, more: Partial<NextMeetingPartsFragment>): NextMeetingPartsFragment => ({
  id,
  code: `code-${id}`,
  title: id,
  state: 'SCHEDULED',
  startsAt: at(60),
  endsAt: at(90),
  nextStartsAt: null,
  host: { userId: 'usr_1', displayName: 'Ada' },
  ...more,
});

it.each([
  [11, false],
  [10, true],
  [0, true],
  [-5, true],
])('one that starts in %i minutes can be joined: %s', (minutes, canBeJoined) => {
  const [next] = nextMeetings([meeting('a', { startsAt: at(minutes), endsAt: at(minutes + 30) })], NOW);
  expect(next?.canBeJoined).toBe(canBeJoined);
});

it('shows the next first, each once, and nothing without a schedule or that is over', () => {
  const later = meeting('later', { startsAt: at(120), endsAt: at(150) });
  const shown = nextMeetings(
    [
      later,
      meeting('sooner', {}),
      later,
      meeting('instant', { state: 'OPEN', startsAt: null, endsAt: null }),
      meeting('over', { state: 'OPEN', startsAt: at(-60), endsAt: at(-30) }),
      meeting('goes on', { state: 'LIVE', startsAt: at(-60), endsAt: at(-30) }),
    ],
    NOW,
  );
  expect(shown.map(({ id }) => id)).toEqual(['goes on', 'sooner', 'later']);
  expect(shown[0]).toMatchObject({ isLive: true, canBeJoined: true });
});

it('goes by the next time of a series', () => {
  const weekly = { startsAt: at(-7 * 1440), endsAt: at(-7 * 1440 + 30), nextStartsAt: at(5) };
  expect(nextMeetings([meeting('weekly', weekly)], NOW)).toMatchObject([
    { startsAt: at(5), endsAt: at(35), canBeJoined: true },
  ]);
});
