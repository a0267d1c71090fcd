import { atMost } from '../measure/summary.ts';
import type { Options } from './options.ts';
import { measureShapes, type Shape } from './stored.ts';

const SHAPES: Shape[] = [
  { rooms: 1, size: 1_000, inFlight: 16, rate: 8 },
  { rooms: 1, size: 200, inFlight: 16, rate: 20 },
];
const P99 = atMost(0.4, 'p99', 'ejabberd');
const GOALS = [
  [atMost(1, 'lastP50', 'bare NATS'), P99],
  [atMost(1.3, 'lastP50', 'bare NATS'), P99],
];

/** P4: from when a message was due until its last member has it, at a fixed load that all can bear. */
export const measure = (options: Options): Promise<void> =>
  measureShapes('p4', 'post → last member at fixed load, stored', options, ['ejabberd', 'bare NATS'], SHAPES, GOALS);
