import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readUsers, type OrganisationId, type UserId } from '@parley/contracts';
import { UnitOfWork } from '@parley/persistence';
import { PersonRepository } from './person.repository.ts';
import type { Person } from './person.ts';

const ASKED_AT_ONCE = 200;

/** The people chat knows. Whom it misses it asks auth for, once, before it says that somebody does not exist. */
@Injectable()
export class PersonService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly people: PersonRepository,
    private readonly requests: Requests,
  ) {}

  /** Those of `ids` who exist, by id. @throws Refused UNAVAILABLE when auth would have to be asked and does not answer */
  async findByIds(organisationId: OrganisationId, ids: readonly UserId[]): Promise<Map<UserId, Person>> {
    const known = await this.unitOfWork.run(organisationId, (tx) => this.people.findByIds(tx, ids));
    const found = new Map(known.map((person) => [person.userId, person]));
    const missing = ids.filter((id) => !found.has(id));
    for (let from = 0; from < missing.length; from += ASKED_AT_ONCE) {
      const { users } = await this.requests.ask(readUsers, {
        organisationId,
        userIds: missing.slice(from, from + ASKED_AT_ONCE),
      });
      if (users.length > 0) await this.unitOfWork.run(organisationId, (tx) => this.people.save(tx, users));
      for (const { userId, displayName, avatarUrl } of users) found.set(userId, { userId, displayName, avatarUrl });
    }
    return found;
  }
}
