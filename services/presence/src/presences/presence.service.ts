import { Inject, Injectable } from '@nestjs/common';
import type { OrganisationId, UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { ContactBook } from '../contacts/contact-book.ts';
import { unseen, type Presence } from './presence.ts';
import { PresenceRepository } from './presence.repository.ts';

/** Reading who is here, as far as one may know. */
@Injectable()
export class PresenceService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly presences: PresenceRepository,
    private readonly contacts: ContactBook,
  ) {}

  /** The presence of each, in their order; null for who is neither a contact nor oneself. */
  async see(caller: KnownCaller, ids: readonly UserId[]): Promise<(Presence | null)[]> {
    const visible = await this.contacts.visibleAmong(caller, ids);
    const found = await this.read(caller.organisationId, [...visible]);
    const byId = new Map(found.map((presence) => [presence.userId, presence]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** The presence of all of them. Who asks has made sure that they may. */
  async read(organisationId: OrganisationId, ids: readonly UserId[]): Promise<Presence[]> {
    if (ids.length === 0) return [];
    const found = await this.unitOfWork.run(organisationId, (tx) => this.presences.findByIds(tx, ids));
    const byId = new Map(found.map((presence) => [presence.userId, presence]));
    return ids.map((id) => byId.get(id) ?? unseen(id));
  }
}
