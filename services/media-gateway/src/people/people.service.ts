import { Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readUsers, type OrganisationId, type UserId, type UserSnapshot } from '@parley/contracts';
import { Refused } from '@parley/errors';
import { UnitOfWork } from '@parley/persistence';
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
    await this.project(user);
    return user;
  }

  /** Snapshots carry a revision, so a stale or repeated one changes nothing. */
  async project(user: UserSnapshot): Promise<void> {
    await this.unitOfWork.run(user.organisationId, (tx) => this.people.project(tx, user));
  }
}
