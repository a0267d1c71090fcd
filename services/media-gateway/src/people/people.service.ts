import { Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readUsers, userRegistered, type OrganisationId, type UserId } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { UnitOfWork } from '@parley/persistence';
import type { FactDelivery } from '@parley/bus';
import { PersonRepository } from './person.repository.ts';

/** What a meeting shows of somebody. */
export interface Person {
  userId: UserId;
  displayName: string;
  avatarUrl: string | null;
}

/** Names of people: projected from auth's facts; whoever is missing is asked for once. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PersonRepository,
    private readonly requests: Requests,
  ) {}

  /** @throws Refused UNAVAILABLE when the person is not known here and auth cannot say. */
  async person(organisationId: OrganisationId, userId: UserId): Promise<Person> {
    const known = await this.unitOfWork.run(organisationId, (tx) => this.people.find(tx, userId));
    if (known) return known;
    const { users } = await this.requests.ask(readUsers, { organisationId, userIds: [userId] });
    const [user] = users;
    if (!user) throw new Refused('UNAVAILABLE', 'This account cannot be read at the moment. Try again.');
    await this.unitOfWork.run(organisationId, (tx) => this.people.project(tx, user));
    return user;
  }

  /** `userRegistered` and `userUpdated` carry the same snapshot. */
  async project(delivery: FactDelivery): Promise<void> {
    const user = userRegistered.schema.parse(delivery.payload);
    await this.unitOfWork.run(user.organisationId, async (tx) => {
      if (await tx.isFirstDelivery('people', delivery.id)) await this.people.project(tx, user);
    });
  }
}
