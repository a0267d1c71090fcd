import { Controller, Inject } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { readFact, sessionRevoked } from '@parley/contracts';
import { Internal } from '@parley/identity';
import { UnitOfWork } from '@parley/persistence';
import { DeviceRepository } from './device.repository.ts';
import { PresenceWriter } from './presence-writer.ts';

/** Somebody signed out: its devices are gone at once, without waiting for their sockets to close. */
@Controller()
export class OnSessionRevoked {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    private readonly devices: DeviceRepository,
    private readonly writer: PresenceWriter,
  ) {}

  @EventPattern(sessionRevoked.subject)
  @Internal()
  async handle(@Payload() delivery: unknown): Promise<void> {
    const { id, payload } = readFact(sessionRevoked, delivery);
    await this.unitOfWork.run(payload.organisationId, async (tx) => {
      if (!(await tx.isFirstDelivery('leases', id))) return;
      await this.devices.lock(tx);
      await this.writer.show(tx, await this.devices.endSession(tx, payload.sessionId));
    });
  }
}
