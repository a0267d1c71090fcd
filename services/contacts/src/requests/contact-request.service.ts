import { Inject, Injectable } from '@nestjs/common';
import {
  contactAdded,
  contactRequestSent,
  parseId,
  uuidOf,
  type ContactRequestId,
  type UserId,
} from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { newId, UnitOfWork, type Transaction } from '@parley/persistence';
import { page, pageOf, requireId, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { BlockRepository } from '../blocks/block.repository.ts';
import { ContactRepository } from '../contacts/contact.repository.ts';
import type { Contact } from '../contacts/contact.ts';
import { DirectoryService } from '../directory/directory.service.ts';
import { nameOf, type Person } from '../directory/person.ts';
import { NonceRepository } from '../nonces/nonce.repository.ts';
import { ContactRequestRepository } from './contact-request.repository.ts';
import { REQUEST_KEY_SHAPE, type ContactRequest } from './contact-request.ts';
import { takeBack } from './take-back.ts';

/** What came of asking: the request, and the contact when the other had asked before. */
export interface Asked {
  request: ContactRequest;
  contact: Contact | null;
}

/** Asking somebody to be one's contact, and answering. */
@Injectable()
export class ContactRequestService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly requests: ContactRequestRepository,
    private readonly contacts: ContactRepository,
    private readonly blocks: BlockRepository,
    private readonly directory: DirectoryService,
    private readonly nonces: NonceRepository,
  ) {}

  /** What one has received and not answered, or sent and waits for, the newest first. @throws Refused BAD_USER_INPUT */
  async listPending(
    caller: KnownCaller,
    side: 'received' | 'sent',
    request: PageRequest,
  ): Promise<ConnectionOf<ContactRequest>> {
    const asked = page(request, REQUEST_KEY_SHAPE);
    const rows = await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.requests.listPending(tx, { side, userId: caller.userId }, { after: asked.key?.[0], limit: asked.limit + 1 }),
    );
    return pageOf(
      asked,
      rows,
      ({ id }) => [uuidOf(id)],
      (row) => row,
    );
  }

  /**
   * Asks somebody. Asking again gives the pending request; who has been asked by them becomes their contact at once. Whom the
   * other blocks gets a request all the same, and nobody ever sees it.
   * @throws Refused BAD_USER_INPUT (oneself, malformed), NOT_FOUND (nobody of the organisation), CONFLICT (contacts already, or
   *   one blocks them)
   */
  async ask(caller: KnownCaller, input: { userId: string; clientNonce?: string | null | undefined }): Promise<Asked> {
    const userId = requireId('user', input.userId, 'userId');
    if (userId === caller.userId) throw Refused.badInput('One cannot be one’s own contact.', 'userId');
    const people = await this.directory.know(caller.organisationId, [caller.userId, userId]);
    const [me, other] = [people.get(caller.userId), people.get(userId)];
    if (!me || !other) throw Refused.notFound('person', 'userId');
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const asked = { clientNonce: input.clientNonce, question: `request ${userId}` };
      const id = await this.nonces.once(tx, caller, asked, () => this.askOnce(tx, me, other));
      const request = await this.requests.findById(tx, parseId('contactRequest', id) as ContactRequestId);
      if (!request) throw new Error('a request that was just made is not there');
      const [contact] = await this.contacts.find(tx, caller.userId, [userId]);
      return { request, contact: contact ?? null };
    });
  }

  private async askOnce(tx: Transaction, me: Person, other: Person): Promise<ContactRequestId> {
    await this.contacts.lockPair(tx, me.userId, other.userId);
    const [contact] = await this.contacts.find(tx, me.userId, [other.userId]);
    if (contact) throw new Refused('CONFLICT', 'You are contacts already.', { field: ['userId'] });
    const { by, whom } = await this.blocks.between(tx, me.userId, [other.userId]);
    if (whom.length > 0)
      throw new Refused('CONFLICT', 'You have blocked them. Unblock them first.', { field: ['userId'] });
    const isUnseen = by.length > 0;
    const pending = await this.requests.findPending(tx, me.userId, other.userId);
    if (pending?.from === me.userId) {
      // They asked while they were blocked, and ask again now that they are not.
      if (pending.isUnseen && !isUnseen) {
        await this.requests.setUnseen(tx, pending.id, false);
        this.tell(tx, pending, me, other);
      }
      return pending.id;
    }
    if (pending) {
      await this.accept(tx, pending, me, other);
      return pending.id;
    }
    const request: ContactRequest = {
      id: newId('contactRequest'),
      from: me.userId,
      to: other.userId,
      state: 'PENDING',
      sentAt: new Date(),
      isUnseen,
    };
    await this.requests.insert(tx, request);
    if (!isUnseen) this.tell(tx, request, me, other);
    return request.id;
  }

  private tell(tx: Transaction, request: ContactRequest, me: Person, other: Person): void {
    tx.publish(contactRequestSent, {
      organisationId: tx.organisationId,
      requestId: request.id,
      from: nameOf(me),
      to: nameOf(other),
      sentAt: request.sentAt.toISOString(),
    });
  }

  /**
   * Takes back a request of one's own that waits. Taking it back again changes nothing.
   * @throws Refused NOT_FOUND (not there, or not one's own), CONFLICT (answered already), BAD_USER_INPUT
   */
  async withdraw(caller: KnownCaller, input: { requestId: string }): Promise<ContactRequest> {
    const id = requireId('contactRequest', input.requestId, 'requestId');
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      const seen = await this.requests.findAs(tx, caller.userId, 'sent', id);
      if (!seen) throw Refused.notFound('contact request', 'requestId');
      await this.contacts.lockPair(tx, seen.from, seen.to);
      const request = (await this.requests.findById(tx, id)) ?? seen;
      if (request.state === 'PENDING') await takeBack(tx, this.requests, request);
      else if (request.state !== 'WITHDRAWN') throw answered();
      return { ...request, state: 'WITHDRAWN' };
    });
  }

  /**
   * Answers a request one has received. The same answer again changes nothing.
   * @returns the contact; null after declining
   * @throws Refused NOT_FOUND (not there, or not one's own to answer), CONFLICT (answered otherwise, or taken back), BAD_USER_INPUT
   */
  async respond(caller: KnownCaller, input: { requestId: string; accept: boolean }): Promise<Contact | null> {
    const id = requireId('contactRequest', input.requestId, 'requestId');
    const seen = await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.requests.findAs(tx, caller.userId, 'received', id),
    );
    if (!seen) throw Refused.notFound('contact request', 'requestId');
    const people = await this.directory.know(caller.organisationId, [seen.from, seen.to]);
    const [me, other] = [people.get(seen.to), people.get(seen.from)];
    if (!me || !other) throw Refused.notFound('contact request', 'requestId');
    return this.unitOfWork.run(caller.organisationId, async (tx) => {
      await this.contacts.lockPair(tx, me.userId, other.userId);
      const request = await this.requests.findById(tx, id);
      if (request?.isUnseen) throw Refused.notFound('contact request', 'requestId');
      if (request?.state === 'PENDING' && input.accept) await this.accept(tx, request, me, other);
      if (request?.state === 'PENDING' && !input.accept) await this.requests.settle(tx, id, 'DECLINED', new Date());
      return this.outcome(tx, me.userId, other.userId, input.accept, request);
    });
  }

  private async outcome(
    tx: Transaction,
    me: UserId,
    other: UserId,
    accept: boolean,
    before: ContactRequest | undefined,
  ): Promise<Contact | null> {
    if (before?.state === (accept ? 'DECLINED' : 'ACCEPTED')) throw answered();
    if (!accept) return null;
    if (before?.state === 'WITHDRAWN')
      throw new Refused('CONFLICT', 'This request was taken back.', { field: ['requestId'] });
    const [contact] = await this.contacts.find(tx, me, [other]);
    if (!contact) throw answered();
    return contact;
  }

  /** Makes contacts of the two. */
  private async accept(tx: Transaction, request: ContactRequest, me: Person, other: Person): Promise<void> {
    const now = new Date();
    await this.requests.settle(tx, request.id, 'ACCEPTED', now);
    await this.contacts.insert(tx, me.userId, other.userId, now);
    tx.publish(contactAdded, {
      organisationId: tx.organisationId,
      a: nameOf(me),
      b: nameOf(other),
      addedAt: now.toISOString(),
    });
  }
}

function answered(): Refused {
  return new Refused('CONFLICT', 'This request has been answered already.', { field: ['requestId'] });
}
