import { Inject, Injectable } from '@nestjs/common';
import {
  contactRemoved,
  userBlocked,
  userUnblocked,
  uuidOf,
  type OrganisationId,
  type UserId,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork, type Transaction } from '@parley/persistence';
import { page, pageOf, requireId, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { CONTACT_KEY_SHAPE, type ContactKey } from '../contacts/contact.ts';
import { ContactRepository } from '../contacts/contact.repository.ts';
import { DirectoryService } from '../directory/directory.service.ts';
import { ContactRequestRepository } from '../requests/contact-request.repository.ts';
import { takeBack } from '../requests/take-back.ts';
import { BlockRepository } from './block.repository.ts';
import type { Block, Blocks } from './block.ts';

/** Whom one does not wish to hear of. What it does, the blocked person could also take for a removal, and no more. */
@Injectable()
export class BlockService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly blocks: BlockRepository,
    private readonly contacts: ContactRepository,
    private readonly requests: ContactRequestRepository,
    private readonly directory: DirectoryService,
  ) {}

  /** Whom one blocks, by name. @throws Refused BAD_USER_INPUT */
  async list(caller: KnownCaller, request: PageRequest): Promise<ConnectionOf<Block>> {
    const asked = page(request, CONTACT_KEY_SHAPE);
    const rows = await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.blocks.list(tx, caller.userId, { after: asked.key as ContactKey | undefined, limit: asked.limit + 1 }),
    );
    return pageOf(
      asked,
      rows,
      ({ foldedName, userId }) => [foldedName, uuidOf(userId)],
      (block) => block,
    );
  }

  /** How this person and these others block each other. */
  between(organisationId: OrganisationId, userId: UserId, others: readonly UserId[]): Promise<Blocks> {
    return this.unitOfWork.run(organisationId, (tx) => this.blocks.between(tx, userId, others));
  }

  /**
   * Blocks somebody. That ends being contacts, takes back what one has asked them, and hides what they have asked; blocking
   * twice is blocking once.
   * @throws Refused BAD_USER_INPUT (oneself, malformed), NOT_FOUND (nobody of the organisation)
   */
  async block(caller: KnownCaller, input: { userId: string }): Promise<UserId> {
    const userId = requireId('user', input.userId, 'userId');
    if (userId === caller.userId) throw Refused.badInput('One cannot block oneself.', 'userId');
    const people = await this.directory.know(caller.organisationId, [caller.userId, userId]);
    if (!people.has(caller.userId) || !people.has(userId)) throw Refused.notFound('person', 'userId');
    await this.unitOfWork.run(caller.organisationId, async (tx) => {
      await this.contacts.lockPair(tx, caller.userId, userId);
      if (!(await this.blocks.insert(tx, caller.userId, userId))) return;
      await this.part(tx, caller.userId, userId);
      tx.publish(userBlocked, { organisationId: tx.organisationId, userId: caller.userId, blockedUserId: userId });
    });
    return userId;
  }

  /**
   * Blocks somebody no longer; it makes no contacts. Unblocking whom one does not block changes nothing.
   * @throws Refused BAD_USER_INPUT, NOT_FOUND (nobody of the organisation)
   */
  async unblock(caller: KnownCaller, input: { userId: string }): Promise<UserId> {
    const userId = requireId('user', input.userId, 'userId');
    const people = await this.directory.know(caller.organisationId, [userId]);
    if (!people.has(userId)) throw Refused.notFound('person', 'userId');
    await this.unitOfWork.run(caller.organisationId, async (tx) => {
      await this.contacts.lockPair(tx, caller.userId, userId);
      if (await this.blocks.remove(tx, caller.userId, userId))
        tx.publish(userUnblocked, { organisationId: tx.organisationId, userId: caller.userId, blockedUserId: userId });
    });
    return userId;
  }

  private async part(tx: Transaction, owner: UserId, userId: UserId): Promise<void> {
    if (await this.contacts.remove(tx, owner, userId))
      tx.publish(contactRemoved, { organisationId: tx.organisationId, userId: owner, otherUserId: userId });
    const pending = await this.requests.findPending(tx, owner, userId);
    // Theirs goes on looking as if it waited: its end would tell them.
    if (pending?.from === userId) await this.requests.setUnseen(tx, pending.id, true);
    if (pending?.from === owner) await takeBack(tx, this.requests, pending);
  }
}
