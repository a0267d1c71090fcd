import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readContacts, type OrganisationId, type UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { ContactRepository } from './contact.repository.ts';

/** Who may see whom: a projection of the facts of contacts. It never says no without having asked contacts. */
@Injectable()
export class ContactBook {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly contacts: ContactRepository,
    private readonly requests: Requests,
  ) {}

  /** What a fact says, once. */
  async set(
    factId: string,
    organisationId: OrganisationId,
    [one, other]: readonly [UserId, UserId],
    isContact: boolean,
  ): Promise<void> {
    await this.unitOfWork.run(organisationId, async (tx) => {
      if (await tx.isFirstDelivery('contact-book', factId)) await this.contacts.set(tx, one, other, isContact);
    });
  }

  /**
   * Whom of these this person may see: contacts, and oneself.
   * @throws Refused UNAVAILABLE when somebody is no contact here and contacts does not answer
   */
  async visibleAmong(caller: KnownCaller, ids: readonly UserId[]): Promise<Set<UserId>> {
    const { organisationId, userId } = caller;
    const others = ids.filter((id) => id !== userId);
    const known = new Set(
      others.length === 0
        ? []
        : await this.unitOfWork.run(organisationId, (tx) => this.contacts.findAmong(tx, userId, others)),
    );
    const missing = others.filter((id) => !known.has(id));
    const answered = missing.length === 0 ? [] : await this.ask(organisationId, userId);
    const asked = new Set(answered);
    return new Set(ids.filter((id) => id === userId || known.has(id) || asked.has(id)));
  }

  private async ask(organisationId: OrganisationId, userId: UserId): Promise<UserId[]> {
    const { userIds } = await this.requests.ask(readContacts, { organisationId, userId });
    if (userIds.length > 0) await this.unitOfWork.run(organisationId, (tx) => this.contacts.learn(tx, userId, userIds));
    return userIds;
  }
}
