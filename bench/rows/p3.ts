import { atLeast } from '../measure/summary.ts';
import type { Options } from './options.ts';
import { measureShapes, type Shape } from './stored.ts';

const SHAPES: Shape[] = [
  { rooms: 50, size: 20, inFlight: 50 },
  // With 500 rooms Prosody answers one message a second, and ejabberd is busy with those of a run for longer than it rests.
  { rooms: 500, size: 4, inFlight: 200, beside: ['ejabberd', 'bare NATS'], isFresh: true },
];
const GOALS = [atLeast(8, 'rate', 'ejabberd'), atLeast(0.75, 'rate', 'bare NATS')];

/** P3: messages stored, then delivered, in many rooms at once. */
export function measure(options: Options): Promise<void> {
  const shapes = SHAPES.filter(({ rooms }) => options.rooms === undefined || rooms === options.rooms);
  const title = 'messages stored, then delivered, in many rooms';
  return measureShapes('p3', title, options, ['ejabberd', 'Prosody', 'bare NATS'], shapes, [GOALS, GOALS]);
}
