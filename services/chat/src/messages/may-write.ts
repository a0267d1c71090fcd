import { Refused } from '@parley/errors';
import type { Sender } from './sending.repository.ts';

/**
 * @throws Refused NOT_FOUND (not in the conversation), FORBIDDEN (one of the two blocks the other; one's role in the meeting lets
 *   one read alone)
 */
export function requireMayWrite(member: Sender | undefined): asserts member {
  if (!member) throw Refused.notFound('conversation', 'conversationId');
  // The same for both of them, and nothing of why: whoever is blocked is not told.
  if (!member.isOpen) throw new Refused('FORBIDDEN', 'You cannot write here now.');
  if (!member.mayWrite) throw new Refused('FORBIDDEN', 'You may not write in this meeting now. Ask its host.');
}
