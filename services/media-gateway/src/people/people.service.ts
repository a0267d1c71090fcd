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

/** Somebody with the address of their account, in lower case: for invitations, never shown to others. */
export interface AddressedPerson extends Person {
  email: string;
  /** They have shown that it is theirs. */
  isEmailConfirmed: boolean;
}

const ASKED_AT_ONCE = 200;

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
    const [user] = await this.ask(organisationId, [userId]);
    if (!user) throw new Refused('UNAVAILABLE', 'This account cannot be read at the moment. Try again.');
    return user;
  }

  /** These people of the organisation with their addresses; who is none of it is left out. @throws Refused UNAVAILABLE */
  async addressed(organisationId: OrganisationId, userIds: readonly UserId[]): Promise<AddressedPerson[]> {
    const known = await this.unitOfWork.run(organisationId, (tx) => this.people.findMany(tx, userIds));
    const found = known.flatMap(({ email, ...person }) => (email === null ? [] : [{ ...person, email }]));
    const missing = userIds.filter((id) => !found.some(({ userId }) => userId === id));
    const asked = missing.length === 0 ? [] : await this.ask(organisationId, missing);
    const people = new Map([...found, ...asked].map((person) => [person.userId, person]));
    return userIds.flatMap((id) => {
      const person = people.get(id);
      if (!person) return [];
      return [{ ...person, email: person.email.toLowerCase(), isEmailConfirmed: person.isEmailConfirmed ?? false }];
    });
  }

  /** Snapshots carry a revision, so a stale or repeated one changes nothing. */
  async project(user: UserSnapshot): Promise<void> {
    await this.unitOfWork.run(user.organisationId, (tx) => this.people.project(tx, user));
  }

  private async ask(organisationId: OrganisationId, userIds: UserId[]): Promise<UserSnapshot[]> {
    const found: UserSnapshot[] = [];
    for (let n = 0; n < userIds.length; n += ASKED_AT_ONCE) {
      const some = userIds.slice(n, n + ASKED_AT_ONCE);
      found.push(...(await this.requests.ask(readUsers, { organisationId, userIds: some })).users);
    }
    for (const user of found) await this.project(user);
    return found;
  }
}
