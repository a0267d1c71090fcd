import { Inject, Injectable } from '@nestjs/common';
import { contactRemoved, uuidOf, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, requireId, requireText, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { LONGEST_QUERY } from '../directory/directory.service.ts';
import { PersonRepository } from '../directory/person.repository.ts';
import { NonceRepository } from '../nonces/nonce.repository.ts';
import { CONTACT_KEY_SHAPE, type Contact, type ContactKey, type ContactState } from './contact.ts';
import { ContactRepository } from './contact.repository.ts';

/** Who knows whom: reading one's contacts, and knowing somebody no longer. */
@Injectable()
export class ContactService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly contacts: ContactRepository,
    private readonly people: PersonRepository,
    private readonly nonces: NonceRepository,
  ) {}

  /** One's contacts by name. @throws Refused BAD_USER_INPUT */
  async list(
    caller: KnownCaller,
    query: string | null | undefined,
    request: PageRequest,
  ): Promise<ConnectionOf<Contact>> {
    const said = requireText(query ?? '', { least: 0, most: LONGEST_QUERY }, 'query');
    const asked = page(request, CONTACT_KEY_SHAPE);
    const rows = await this.unitOfWork.run(caller.organisationId, async (tx) =>
      this.contacts.list(tx, caller.userId, {
        words: said === '' ? [] : await this.people.wordsOf(tx, said),
        after: asked.key as ContactKey | undefined,
        limit: asked.limit + 1,
      }),
    );
    return pageOf(
      asked,
      rows,
      ({ foldedName, userId }) => [foldedName, uuidOf(userId)],
      (contact) => contact,
    );
  }

  /** One's contacts among these people. */
  findAmong(caller: KnownCaller, userIds: readonly UserId[]): Promise<Contact[]> {
    return this.unitOfWork.run(caller.organisationId, (tx) => this.contacts.find(tx, caller.userId, userIds));
  }

  /** Everybody whom this person knows. */
  idsOf(organisationId: OrganisationId, userId: UserId): Promise<UserId[]> {
    return this.unitOfWork.run(organisationId, (tx) => this.contacts.idsOf(tx, userId));
  }

  /** How one stands to each of these people, in their order. */
  async states(caller: KnownCaller, userIds: readonly UserId[]): Promise<ContactState[]> {
    const states = await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.contacts.states(tx, caller.userId, userIds),
    );
    return userIds.map((id) => (id === caller.userId ? 'SELF' : (states.get(id) ?? 'NONE')));
  }

  /**
   * Both know each other no longer.
   * @returns who it was
   * @throws Refused NOT_FOUND when they are no contacts, CONFLICT, BAD_USER_INPUT
   */
  async remove(
    caller: KnownCaller,
    input: { userId: string; clientNonce?: string | null | undefined },
  ): Promise<UserId> {
    const userId = requireId('user', input.userId, 'userId');
    const asked = { clientNonce: input.clientNonce, question: `remove ${userId}` };
    await this.unitOfWork.run(caller.organisationId, (tx) =>
      this.nonces.once(tx, caller, asked, async () => {
        await this.contacts.lockPair(tx, caller.userId, userId);
        if (!(await this.contacts.remove(tx, caller.userId, userId))) throw Refused.notFound('contact', 'userId');
        tx.publish(contactRemoved, {
          organisationId: tx.organisationId,
          userId: caller.userId,
          otherUserId: userId,
        });
        return userId;
      }),
    );
    return userId;
  }
}
