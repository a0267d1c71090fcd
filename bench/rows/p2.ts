import { atLeast, atMost } from '../measure/summary.ts';
import type { Options } from './options.ts';
import { measureShapes, type Shape } from './stored.ts';

/** Synapse takes seconds to tell a thousand, so that it has a room of its own size, and time for enough messages. */
const SYNAPSES: Shape = { rooms: 1, size: 100, inFlight: 8, seconds: 10, beside: ['Synapse'] };
const GOALS = [
  [
    atLeast(20, 'rate', 'ejabberd'),
    atLeast(10, 'rate', 'Prosody'),
    atLeast(10, 'rate', 'stock graphql-ws + TypeORM save'),
    atMost(1.5, 'cpuMicrosPerDelivery'),
  ],
  [atLeast(10, 'rate', 'Synapse')],
];

/** P2: a message is stored, then delivered to everybody in the room; eight under way. */
export function measure(options: Options): Promise<void> {
  const names = ['stock graphql-ws + TypeORM save', 'ejabberd', 'Prosody'] as const;
  const shapes = [{ rooms: 1, size: options.members, inFlight: 8 }, SYNAPSES];
  const title = 'message stored, then delivered to everybody in the room, 20 sockets a person';
  return measureShapes('p2', title, options, names, shapes, GOALS);
}
