import { contactRequestWithdrawn } from '@parley/contracts';
import type { Transaction } from '@parley/persistence';
import type { ContactRequestRepository } from './contact-request.repository.ts';
import type { ContactRequest } from './contact-request.ts';

/** Ends a pending request from the side of whoever sent it. Call under the lock of the pair. */
export async function takeBack(
  tx: Transaction,
  requests: ContactRequestRepository,
  { id, from, to, isUnseen }: ContactRequest,
): Promise<void> {
  await requests.settle(tx, id, 'WITHDRAWN', new Date());
  tx.publish(contactRequestWithdrawn, {
    organisationId: tx.organisationId,
    requestId: id,
    fromUserId: from,
    toUserId: to,
    wasSeen: !isUnseen,
  });
}
