import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { FactDelivery } from '@parley/bus';
import { userRegistered } from '@parley/contracts';
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
  async handle(@Payload() { payload }: FactDelivery): Promise<void> {
    const snapshot = userRegistered.schema.parse(payload);
    await this.unitOfWork.run(snapshot.organisationId, (tx) => this.people.save(tx, [snapshot]));
  }
}
