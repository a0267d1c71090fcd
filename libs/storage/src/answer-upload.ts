import { Refused } from '@parley/errors';
import type { FastifyReply } from 'fastify';

/** HTTP's words for what is refused. */
const STATUS: Readonly<Record<string, number>> = {
  BAD_USER_INPUT: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  UNAVAILABLE: 503,
};

/**
 * Answers whoever sends bytes by a link: with what `receive` gives, or with why they are refused, in the graph's codes.
 * @param complain is told of what nobody expected; the sender is not
 */
export async function answerUpload(
  reply: FastifyReply,
  receive: () => Promise<object>,
  complain: (error: unknown) => void,
): Promise<void> {
  try {
    await reply.code(200).send(await receive());
  } catch (error) {
    const refused = error instanceof Refused ? error : undefined;
    if (!refused) complain(error);
    const { code, message } = refused ?? { code: 'INTERNAL', message: 'Something went wrong on our side.' };
    await reply.code(STATUS[code] ?? 500).send({ errors: [{ message, extensions: { code } }] });
  }
}
