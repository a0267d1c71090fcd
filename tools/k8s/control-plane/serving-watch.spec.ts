import { expect, test } from 'vitest';
import type { Pod } from './live-objects.ts';
import { describeDips, ServingWatch } from './serving-watch.ts';
import type { Watched } from './watched.ts';

const LABELS = { app: 'chat' };

test('a dip between two states that are well is seen', () => {
  const { watched, set } = pods(pod(), pod());
  const watch = new ServingWatch(watched, [floor(1)]);
  set(pod({ isReady: false }), pod({ isReady: false }));
  set(pod(), pod());
  const { dips, states } = watch.end();
  expect(describeDips(dips)).toEqual(['budget parley/chat: 0 took work, at least 1 must']);
  expect(states).toBe(3);
});

test('a pod on its way out takes no work, though it is ready still', () => {
  const { watched } = pods(pod(), pod({ deletionTimestamp: '2026-01-01T00:00:00Z' }));
  expect(new ServingWatch(watched, [floor(2)]).end().dips).toHaveLength(1);
});

test('pods of another namespace do not count', () => {
  const { watched } = pods(pod({ namespace: 'other' }), pod());
  const { sights, dips } = new ServingWatch(watched, [floor(1)]).end();
  expect(sights[0]?.lowest).toBe(1);
  expect(dips).toEqual([]);
});

function floor(atLeast: number) {
  return { name: 'budget parley/chat', namespace: 'parley', selector: { matchLabels: LABELS }, atLeast };
}

function pod({ isReady = true, namespace = 'parley', deletionTimestamp = undefined as string | undefined } = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'chat', namespace, labels: LABELS, deletionTimestamp },
    spec: { containers: [] },
    status: { conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
  };
}

function pods(...first: Pod[]) {
  let all = first;
  let listener: () => void = () => undefined;
  const watched = {
    get all() {
      return all;
    },
    onChange: (given: () => void) => ((listener = given), () => undefined),
  } as unknown as Watched<Pod>;
  const set = (...next: Pod[]) => {
    all = next;
    listener();
  };
  return { watched, set };
}
