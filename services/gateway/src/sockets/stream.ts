import { refusal } from '../graph/refusals.ts';
import type { StreamAnswer } from '../http/graphql.route.ts';
import { readParams } from '../http/read-params.ts';
import { HttpRefusal } from '../http/respond.ts';
import type { LiveDoor } from '../live/live-door.types.ts';
import { principalOf } from './live-seam.ts';

/** Hands a request for server-sent events to the live door, with the headers that were set on the way here. */
export function streamThrough(live: () => LiveDoor | undefined): StreamAnswer {
  return async (request, reply, visitor) => {
    const door = live();
    if (!door) {
      const error = refusal(
        'UNAVAILABLE',
        'Live events are not available right now. Try again in a moment.',
        request.id,
      );
      throw new HttpRefusal(503, [error], { 'retry-after': '1' });
    }
    const params = readParams(request);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    const origin = { requestId: request.id, ip: request.ip };
    await door.handleStream(request.raw, reply.raw, { request: params, principal: principalOf(visitor), origin });
  };
}
