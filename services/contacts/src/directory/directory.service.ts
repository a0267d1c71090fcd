import { Inject, Injectable } from '@nestjs/common';
import { Requests } from '@parley/bus';
import { readUsers, uuidOf, type OrganisationId, type UserId } from '@parley/contracts';
import type { KnownCaller } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { page, pageOf, requireText, type ConnectionOf, type PageRequest } from '@parley/subgraph';
import { ALIKE_FROM, FOUND_KEY_SHAPE, type Found, type FoundKey, type Person } from './person.ts';
import { PersonRepository } from './person.repository.ts';

/** Longest search text, in characters. */
export const LONGEST_QUERY = 100;

/** The people of an organisation: a projection of auth's facts that asks auth once for whom it misses. */
@Injectable()
export class DirectoryService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly people: PersonRepository,
    private readonly requests: Requests,
  ) {}

  /** Stores what a fact says of a person, once per fact and never over something newer. */
  async learn(factId: string, person: Person): Promise<void> {
    await this.unitOfWork.run(person.organisationId, async (tx) => {
      if (await tx.isFirstDelivery('directory', factId)) await this.people.learn(tx, person);
    });
  }

  /**
   * The people behind these ids; ids of nobody in the organisation are left out.
   * @throws Refused UNAVAILABLE when somebody is missing here and auth does not answer
   */
  async know(organisationId: OrganisationId, ids: readonly UserId[]): Promise<Map<UserId, Person>> {
    const known = await this.unitOfWork.run(organisationId, (tx) => this.people.findByIds(tx, ids));
    const byId = new Map(known.map((person) => [person.userId, person]));
    const missing = ids.filter((id) => !byId.has(id));
    if (missing.length === 0) return byId;
    const { users } = await this.requests.ask(readUsers, { organisationId, userIds: missing });
    // In order of ids, so that two who miss the same people do not wait for each other for ever.
    const ours = users
      .filter((person) => person.organisationId === organisationId)
      .toSorted((one, other) => (one.userId < other.userId ? -1 : 1));
    if (ours.length > 0)
      await this.unitOfWork.run(organisationId, async (tx) => {
        for (const person of ours) await this.people.learn(tx, person);
      });
    return new Map([...byId, ...ours.map((person) => [person.userId, person] as const)]);
  }

  /**
   * Searches names and e-mail addresses. Who has the very words comes first; only when nobody has, those who are alike.
   * @throws Refused BAD_USER_INPUT
   */
  async search(caller: KnownCaller, query: string, request: PageRequest): Promise<ConnectionOf<{ id: UserId }>> {
    const said = requireText(query, { least: 1, most: LONGEST_QUERY }, 'query');
    const asked = page(request, FOUND_KEY_SHAPE);
    const after = asked.key as FoundKey | undefined;
    const around = { except: caller.userId, after, limit: asked.limit + 1 };
    const found = await this.unitOfWork.run(caller.organisationId, async (tx): Promise<Found[]> => {
      const words = await this.people.wordsOf(tx, said);
      if (words.length === 0) return [];
      if (after && Number(after[0]) >= ALIKE_FROM) return this.people.findAlike(tx, words, around);
      const exact = await this.people.findByWords(tx, words, around);
      return exact.length > 0 || after ? exact : this.people.findAlike(tx, words, around);
    });
    return pageOf(
      asked,
      found,
      ({ rank, foldedName, userId }) => [String(rank), foldedName, uuidOf(userId)],
      ({ userId }) => ({ id: userId }),
    );
  }
}
