import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { doNotDisturbChanged, readFact } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { DoNotDisturbRepository } from './do-not-disturb.repository.ts';

/** Somebody does not want to be disturbed, or does again: what is pushed and rung heeds it. */
@Controller()
export class OnDoNotDisturbChanged {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly doNotDisturb: DoNotDisturbRepository,
  ) {}

  @EventPattern(doNotDisturbChanged.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { payload } = readFact(doNotDisturbChanged, delivery);
    await this.unitOfWork.run(payload.organisationId, (tx) => this.doNotDisturb.project(tx, payload));
  }
}
