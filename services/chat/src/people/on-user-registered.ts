import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, userRegistered } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { PersonRepository } from './person.repository.ts';

/** Keeps the name beside messages up to date. Snapshots carry a revision, so a repetition changes nothing. */
@Controller()
export class OnUserRegistered {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly people: PersonRepository,
  ) {}

  @EventPattern(userRegistered.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const snapshot = readFact(userRegistered, delivery).payload;
    await this.unitOfWork.run(snapshot.organisationId, (tx) => this.people.save(tx, [snapshot]));
  }
}
