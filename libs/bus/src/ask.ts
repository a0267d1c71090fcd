import type { NatsConnection } from '@nats-io/transport-node';
import { refusalSchema, type Request } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { z } from 'zod';

const replySchema = z.union([
  z.object({ answer: z.unknown() }).strict(),
  z.object({ refused: refusalSchema }).strict(),
]);

/**
 * Asks the service that owns `request.subject`. On the wire: the question as JSON, `{answer}` or `{refused}` back.
 * @param timeoutMs how long to wait, 2 s unless told
 * @throws Refused with the owner's code, or UNAVAILABLE when nobody answers in time
 */
export async function ask<Q extends z.ZodType, A extends z.ZodType>(
  nats: NatsConnection,
  request: Request<Q, A>,
  question: z.input<Q>,
  timeoutMs = 2_000,
): Promise<z.output<A>> {
  let reply: z.infer<typeof replySchema>;
  try {
    const message = await nats.request(request.subject, JSON.stringify(question), { timeout: timeoutMs });
    reply = replySchema.parse(message.json());
  } catch {
    throw new Refused('UNAVAILABLE', 'A part of the service does not answer. Try again in a moment.');
  }
  if ('refused' in reply) throw new Refused(reply.refused.code, reply.refused.message);
  return request.answer.parse(reply.answer);
}
